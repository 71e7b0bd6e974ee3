/** What the codes of further columns are called. A code such as `other` may stand in several of them, so that each column has its own list. */
import type { Language } from "../languages.ts";

type Names = Readonly<Record<Language, string>>;

const named = (kk: string, ru: string, en: string): Names => ({ kk, ru, en });

const bases = {
  listed_employees: named("Тізімдік сан", "Списочная численность", "Listed employees"),
  employed: named("Жұмыспен қамтылғандар", "Занятые", "Employed"),
  contracts: named("Еңбек шарттары", "Трудовые договоры", "Employment contracts"),
  insured: named("Сақтандырылғандар", "Застрахованные", "Insured"),
  hours_worked: named("Жұмыс істелген сағат", "Отработанные часы", "Hours worked"),
  fte: named("Толық жұмыс күнінің баламасы", "Эквивалент полной занятости", "Full-time equivalents"),
  person_years: named("Адам-жыл", "Человеко-годы", "Person-years"),
  tonnes: named("Тонна", "Тонны", "Tonnes"),
};

const entities = {
  case: named("Оқиға", "Случай", "Case"),
  claim: named("Өтініш", "Заявление", "Claim"),
  exposure: named("Экспозиция", "Экспозиция", "Exposure"),
  "enterprise.status": named("Кәсіпорынның мәртебесі", "Статус предприятия", "Status of an enterprise"),
  "inspection.statistics": named("Инспекция статистикасы", "Статистика инспекции", "Statistics of the inspection"),
  occurrence: named("Қауіпті жағдай", "Опасное происшествие", "Dangerous occurrence"),
};

const riskBands = {
  low: named("Төмен", "Низкая", "Low"),
  medium: named("Орташа", "Средняя", "Medium"),
  high: named("Жоғары", "Высокая", "High"),
};

const shapes = {
  estimated: named("Кәсіпорындар бойынша бағаланған", "Оценено по предприятиям", "Estimated from the enterprises"),
  default: named("Әдепкі мән", "По умолчанию", "By default"),
  no_spread: named("Айырмашылығы кездейсоқтықтан аспайды", "Различия не больше случайных", "Spread no wider than chance"),
};

/** By column, then by code. */
export const namesOfColumns: Readonly<Record<string, Readonly<Record<string, Names>>>> = {
  circumstance: {
    at_work: named("Жұмыс кезінде", "Во время работы", "At work"),
    business_travel: named("Іссапар кезінде", "В служебной поездке", "On business travel"),
    commuting_employer_transport: named(
      "Жұмыс берушінің көлігімен жол жүргенде",
      "В пути на транспорте работодателя",
      "Commuting by the employer's transport",
    ),
    commuting_own: named(
      "Жұмысқа немесе жұмыстан өз бетімен жол жүргенде",
      "В пути на работу или с работы своим ходом",
      "Commuting by own means",
    ),
  },
  workerStatus: {
    employee: named("Жалдамалы қызметкер", "Наёмный работник", "Employee"),
    self_employed: named("Өзін-өзі жұмыспен қамтыған", "Самозанятый", "Self-employed"),
    family: named("Отбасының көмектесуші мүшесі", "Помогающий член семьи", "Family worker"),
    apprentice: named("Шәкірт", "Ученик", "Apprentice"),
    agency: named("Агенттік қызметкер", "Заёмный работник", "Agency worker"),
    other: named("Өзге", "Прочие", "Other"),
  },
  method: {
    underground: named("Жерасты", "Подземный", "Underground"),
    open_pit: named("Ашық", "Открытый", "Open pit"),
    plant: named("Байыту фабрикасы", "Обогатительная фабрика", "Plant"),
    surface: named("Жер бетінде", "На поверхности", "Surface"),
  },
  commodity: {
    coal: named("Көмір", "Уголь", "Coal"),
    oil_gas: named("Мұнай және газ", "Нефть и газ", "Oil and gas"),
    metal_ore: named("Металл кендері", "Металлические руды", "Metal ores"),
    other: named("Өзге", "Прочие", "Other"),
  },
  hazard: {
    roof_fall: named("Жыныс құлауы", "Обрушение породы", "Fall of roof"),
    gas_dust_explosion: named("Газ және шаң жарылысы", "Взрыв газа и пыли", "Gas or dust explosion"),
    outburst: named("Кенеттен лақтырыс", "Внезапный выброс", "Outburst"),
    haulage: named("Тасымалдау", "Откатка и транспорт", "Haulage"),
    hoisting: named("Көтеру", "Подъём", "Hoisting"),
    machinery: named("Машиналар мен механизмдер", "Машины и механизмы", "Machinery"),
    electrical: named("Электр тогы", "Электрический ток", "Electricity"),
    explosives: named("Жарылғыш заттар", "Взрывчатые материалы", "Explosives"),
    inundation: named("Су басу", "Затопление", "Inundation"),
    fire: named("Өрт", "Пожар", "Fire"),
    slip_fall: named("Таю және құлау", "Поскальзывание и падение", "Slip or fall"),
    other: named("Өзге", "Прочие", "Other"),
  },
  evidence: {
    reported: named("Хабарланған", "Сообщено", "Reported"),
    insurer_only: named("Тек сақтандырушыдан", "Только от страховщика", "Told by an insurer only"),
  },
  verdict: {
    confirmed: named("Расталды", "Подтверждён", "Confirmed"),
    no_cause: named("Себебі табылмады", "Причина не найдена", "No cause found"),
    data_error: named("Деректердегі қате", "Ошибка в данных", "Error in the data"),
    known_change: named("Белгілі өзгеріс", "Известное изменение", "A change that was known"),
  },
  workRelated: {
    under_investigation: named("Тергеп-тексерілуде", "Расследуется", "Under investigation"),
    yes: named("Жұмысқа байланысты", "Связан с работой", "Work-related"),
    no: named("Жұмысқа байланысты емес", "Не связан с работой", "Not work-related"),
  },
  status: {
    provisional: named("Алдын ала", "Предварительно", "Provisional"),
    final: named("Түпкілікті", "Окончательно", "Final"),
    filed: named("Берілді", "Подано", "Filed"),
    recognised: named("Танылды", "Признано", "Recognised"),
    denied: named("Бас тартылды", "Отказано", "Denied"),
    paid: named("Төленді", "Выплачено", "Paid"),
    closed: named("Жабылды", "Закрыто", "Closed"),
  },
  band: {
    "0-4": named("0–4 %", "0–4 %", "0–4 %"),
    "5-29": named("5–29 %", "5–29 %", "5–29 %"),
    "30-59": named("30–59 %", "30–59 %", "30–59 %"),
    "60-89": named("60–89 %", "60–89 %", "60–89 %"),
    "90-100": named("90–100 %", "90–100 %", "90–100 %"),
    death: named("Қаза болу", "Смерть", "Death"),
    ...riskBands,
  },
  administrativeBand: riskBands,
  shapeFrom: shapes,
  statisticalShapeFrom: shapes,
  programme: {
    risk_map: named("Тәуекелдер картасы", "Карта рисков", "Risk map"),
    vision_zero: named("Vision Zero", "Vision Zero", "Vision Zero"),
    insured: named("Қызметкерді сақтандыру", "Страхование работников", "Insurance of workers"),
    union: named("Кәсіподақ", "Профсоюз", "Trade union"),
    collective_agreement: named("Ұжымдық шарт", "Коллективный договор", "Collective agreement"),
  },
  origin: {
    country: named("Ел бойынша", "По стране", "For the country"),
    regions: named("Өңірлердің қосындысы", "Сумма по регионам", "Sum of the regions"),
  },
  clock: {
    inspectorate: named("Инспекцияға хабарлау", "Извещение инспекции", "Notice to the inspectorate"),
    insurer: named("Сақтандырушыға хабарлау", "Извещение страховщика", "Notice to the insurer"),
    commission: named("Комиссия құру", "Создание комиссии", "Commission"),
    investigation: named("Тергеп-тексеру", "Расследование", "Investigation"),
    act: named("Акт ресімдеу", "Оформление акта", "Act"),
    entry: named("Тіркеу", "Регистрация", "Entry"),
  },
  unit: {
    hours: named("Сағат", "Часы", "Hours"),
    working_days: named("Жұмыс күні", "Рабочие дни", "Working days"),
  },
  word: {
    higher: named("Жоғары", "Выше", "Higher"),
    lower: named("Төмен", "Ниже", "Lower"),
    not_distinguishable: named("Ажыратылмайды", "Неразличимо", "Not distinguishable"),
    "above_99.8": named("99,8 % шегінен жоғары", "Выше предела 99,8 %", "Above the 99.8 % limit"),
    above_95: named("95 % шегінен жоғары", "Выше предела 95 %", "Above the 95 % limit"),
    inside: named("Шектер ішінде", "В пределах", "Within the limits"),
    below_95: named("95 % шегінен төмен", "Ниже предела 95 %", "Below the 95 % limit"),
    "below_99.8": named("99,8 % шегінен төмен", "Ниже предела 99,8 %", "Below the 99.8 % limit"),
  },
  exposureStatus: {
    closed: named("Толық", "Полностью", "Complete"),
    carried_forward: named("Бұрынғы кезеңнен алынған", "Перенесено с прежнего периода", "Carried forward"),
    missing: named("Жоқ", "Нет данных", "Missing"),
  },
  role: {
    inspectorate: named("Инспекция", "Инспекция", "Inspectorate"),
    enterprise: named("Кәсіпорын", "Предприятие", "Enterprise"),
    insurer: named("Сақтандырушы", "Страховщик", "Insurer"),
    clinic: named("Клиника", "Клиника", "Clinic"),
    statistics: named("Статистика органы", "Орган статистики", "Statistics"),
  },
  exposureBasis: bases,
  basis: bases,
  entity: entities,
  targetEntity: entities,
  otherEntity: entities,
  gravestEntity: entities,
};
