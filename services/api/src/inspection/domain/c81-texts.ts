/** What the printed report of the labour inspection says, in each language. */
import type { Language } from "@qorgau/schemas/languages";
import type { C81Figure, C81Indicator } from "@qorgau/schemas/responses/inspection/c81-response";

/** (a) of article 21. */
export const c81Laws = [
  {
    code: "414-V",
    text: {
      en: "Labour Code of the Republic of Kazakhstan, 23 November 2015, No 414-V: chapters on safety and on state control",
      ru: "Трудовой кодекс Республики Казахстан от 23 ноября 2015 года № 414-V: главы о безопасности и охране труда и о государственном контроле",
      kk: "Қазақстан Республикасының 2015 жылғы 23 қарашадағы № 414-V Еңбек кодексі: еңбек қауіпсіздігі және мемлекеттік бақылау туралы тараулар",
    },
  },
  {
    code: "30-III",
    text: {
      en: "Law of 7 February 2005, No 30-III, on obligatory insurance of workers against accidents",
      ru: "Закон от 7 февраля 2005 года № 30-III об обязательном страховании работника от несчастных случаев",
      kk: "Қызметкерді жазатайым оқиғалардан міндетті сақтандыру туралы 2005 жылғы 7 ақпандағы № 30-III Заң",
    },
  },
  {
    code: "1022/801",
    text: {
      en: "Joint order No 1022/801: criteria of risk and check-lists of the labour inspection, as amended",
      ru: "Совместный приказ № 1022/801: критерии оценки степени риска и проверочные листы инспекции труда, с изменениями",
      kk: "№ 1022/801 бірлескен бұйрық: тәуекел дәрежесін бағалау өлшемшарттары және еңбек инспекциясының тексеру парақтары, өзгерістерімен",
    },
  },
] as const;

export interface C81Texts {
  readonly title: string;
  readonly cut: string;
  readonly release: string;
  readonly due: string;
  readonly madeUp: string;
  readonly notAvailable: string;
  readonly conflict: string;
  readonly unknown: string;
  readonly sheets: {
    readonly inspection: string;
    readonly accident: string;
    readonly disease: string;
    readonly poisoning: string;
    readonly mines: string;
  };
  readonly headings: {
    readonly laws: string;
    readonly figures: string;
    readonly value: string;
    readonly indicators: string;
    readonly infringements: string;
    readonly penalties: string;
    readonly count: string;
    readonly amount: string;
    readonly fatal: string;
    readonly nonFatal: string;
    readonly total: string;
    readonly occurrences: string;
    readonly accidentsOfMines: string;
  };
  readonly splits: Readonly<Record<"sector" | "occupation" | "cause" | "method" | "commodity" | "hazard", string>>;
  readonly figures: Readonly<Record<C81Figure, string>>;
  readonly indicators: Readonly<Record<C81Indicator, string>>;
  /** By the first digit of ISCO-08. */
  readonly occupations: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<"release_missing" | "release_of_other_day" | "rules_differ", string>>;
}

export const c81Texts: Readonly<Record<Language, C81Texts>> = {
  en: {
    title: "Report of the labour inspection for {year} (ILO Convention 81, articles 20 and 21)",
    cut: "Cut of the log: {watermark}",
    release: "Cases: release {name} (No {number})",
    due: "To be published by {published} and sent to the International Labour Office by {sent}.",
    madeUp: "MADE-UP DATA.",
    notAvailable: "not available",
    conflict: "stated differently",
    unknown: "Not known",
    sheets: { inspection: "Inspection", accident: "Accidents", disease: "Diseases", poisoning: "Poisonings", mines: "Mines" },
    headings: {
      laws: "(a) Laws and regulations",
      figures: "(b)–(d) Inspectors, workplaces, visits",
      value: "Value",
      indicators: "Indicators",
      infringements: "(e) Infringements, by provision",
      penalties: "(e) Penalties, by kind",
      count: "Number",
      amount: "Tenge",
      fatal: "Fatal",
      nonFatal: "Not fatal",
      total: "In all",
      occurrences: "Dangerous occurrences without a victim (in no count of cases)",
      accidentsOfMines: "Victims of accidents in mining (section B)",
    },
    splits: {
      sector: "By activity",
      occupation: "By occupation",
      cause: "By main cause",
      method: "By mining method",
      commodity: "By what is mined",
      hazard: "By hazard",
    },
    figures: {
      inspectorsWomen: "Inspectors, women",
      inspectorsMen: "Inspectors, men",
      workplacesLiable: "Workplaces liable to inspection",
      workersLiable: "Workers employed in them",
      workplacesVisited: "Workplaces visited",
      visitsDay: "Visits by day",
      visitsNight: "Visits by night",
      workersVisited: "Workers in the workplaces visited",
      visitedAgain: "Workplaces visited more than once",
    },
    indicators: {
      workersVisitedPercent: "Workers in the workplaces visited, % of those liable",
      visitsPer100Workplaces: "Visits per 100 workplaces liable",
      visitsPerInspector: "Visits per inspector",
      inspectorsPer10000Workers: "Inspectors per 10,000 workers liable",
    },
    occupations: {
      "0": "Armed forces",
      "1": "Managers",
      "2": "Professionals",
      "3": "Technicians and associate professionals",
      "4": "Clerical support workers",
      "5": "Service and sales workers",
      "6": "Skilled agricultural workers",
      "7": "Craft and related trades workers",
      "8": "Plant and machine operators",
      "9": "Elementary occupations",
    },
    reasons: {
      release_missing: "The year is not released.",
      release_of_other_day: "The release counts by the day of death or of registration.",
      rules_differ: "What is folded of the cut of the release does not add up to it.",
    },
  },
  ru: {
    title: "Доклад о деятельности инспекции труда за {year} год (Конвенция МОТ № 81, статьи 20 и 21)",
    cut: "Срез журнала: {watermark}",
    release: "Случаи: выпуск {name} (№ {number})",
    due: "Опубликовать до {published}, направить в Международное бюро труда до {sent}.",
    madeUp: "ВЫМЫШЛЕННЫЕ ДАННЫЕ.",
    notAvailable: "нет данных",
    conflict: "сведения расходятся",
    unknown: "Не известно",
    sheets: {
      inspection: "Инспекция",
      accident: "Несчастные случаи",
      disease: "Заболевания",
      poisoning: "Отравления",
      mines: "Шахты и рудники",
    },
    headings: {
      laws: "(a) Законодательство",
      figures: "(b)–(d) Инспекторы, предприятия, посещения",
      value: "Значение",
      indicators: "Показатели",
      infringements: "(e) Нарушения по нормам",
      penalties: "(e) Санкции по видам",
      count: "Число",
      amount: "Тенге",
      fatal: "Со смертельным исходом",
      nonFatal: "Без смертельного исхода",
      total: "Всего",
      occurrences: "Опасные происшествия без пострадавших (в число случаев не входят)",
      accidentsOfMines: "Пострадавшие при несчастных случаях в горнодобывающей промышленности (секция B)",
    },
    splits: {
      sector: "По видам деятельности",
      occupation: "По занятиям",
      cause: "По основной причине",
      method: "По способу добычи",
      commodity: "По добываемому сырью",
      hazard: "По опасности",
    },
    figures: {
      inspectorsWomen: "Инспекторы, женщины",
      inspectorsMen: "Инспекторы, мужчины",
      workplacesLiable: "Предприятия, подлежащие инспекции",
      workersLiable: "Занятые на них работники",
      workplacesVisited: "Посещённые предприятия",
      visitsDay: "Посещения днём",
      visitsNight: "Посещения ночью",
      workersVisited: "Работники посещённых предприятий",
      visitedAgain: "Предприятия, посещённые более одного раза",
    },
    indicators: {
      workersVisitedPercent: "Работники посещённых предприятий, % от подлежащих инспекции",
      visitsPer100Workplaces: "Посещений на 100 предприятий",
      visitsPerInspector: "Посещений на одного инспектора",
      inspectorsPer10000Workers: "Инспекторов на 10 000 работников",
    },
    occupations: {
      "0": "Военнослужащие",
      "1": "Руководители",
      "2": "Специалисты-профессионалы",
      "3": "Специалисты-техники",
      "4": "Служащие в области администрирования",
      "5": "Работники сферы услуг и продаж",
      "6": "Работники сельского хозяйства",
      "7": "Рабочие промышленности и строительства",
      "8": "Операторы оборудования и водители",
      "9": "Неквалифицированные рабочие",
    },
    reasons: {
      release_missing: "Выпуска за этот год нет.",
      release_of_other_day: "В выпуске год определён по дню смерти или регистрации.",
      rules_differ: "Сведённое по срезу выпуска не сходится с ним.",
    },
  },
  kk: {
    title: "Еңбек инспекциясының {year} жылғы қызметі туралы баяндама (ХЕҰ № 81 Конвенциясы, 20 және 21-баптар)",
    cut: "Журнал қимасы: {watermark}",
    release: "Оқиғалар: {name} шығарылымы (№ {number})",
    due: "{published} дейін жариялау, {sent} дейін Халықаралық еңбек бюросына жіберу.",
    madeUp: "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР.",
    notAvailable: "дерек жоқ",
    conflict: "мәліметтер әртүрлі",
    unknown: "Белгісіз",
    sheets: {
      inspection: "Инспекция",
      accident: "Жазатайым оқиғалар",
      disease: "Аурулар",
      poisoning: "Уланулар",
      mines: "Шахталар мен кеніштер",
    },
    headings: {
      laws: "(a) Заңнама",
      figures: "(b)–(d) Инспекторлар, кәсіпорындар, барулар",
      value: "Мәні",
      indicators: "Көрсеткіштер",
      infringements: "(e) Нормалар бойынша бұзушылықтар",
      penalties: "(e) Түрлері бойынша санкциялар",
      count: "Саны",
      amount: "Теңге",
      fatal: "Қаза тапқандар",
      nonFatal: "Тірі қалғандар",
      total: "Барлығы",
      occurrences: "Зардап шеккендері жоқ қауіпті жағдайлар (оқиғалар санына кірмейді)",
      accidentsOfMines: "Тау-кен өндірісіндегі (B секциясы) жазатайым оқиғаларда зардап шеккендер",
    },
    splits: {
      sector: "Қызмет түрлері бойынша",
      occupation: "Кәсіптер бойынша",
      cause: "Негізгі себебі бойынша",
      method: "Өндіру тәсілі бойынша",
      commodity: "Өндірілетін шикізат бойынша",
      hazard: "Қауіптілігі бойынша",
    },
    figures: {
      inspectorsWomen: "Инспекторлар, әйелдер",
      inspectorsMen: "Инспекторлар, ерлер",
      workplacesLiable: "Инспекцияға жататын кәсіпорындар",
      workersLiable: "Олардағы қызметкерлер",
      workplacesVisited: "Барылған кәсіпорындар",
      visitsDay: "Күндізгі барулар",
      visitsNight: "Түнгі барулар",
      workersVisited: "Барылған кәсіпорындардағы қызметкерлер",
      visitedAgain: "Бірнеше рет барылған кәсіпорындар",
    },
    indicators: {
      workersVisitedPercent: "Барылған кәсіпорындардағы қызметкерлер, инспекцияға жататындардан %",
      visitsPer100Workplaces: "100 кәсіпорынға шаққандағы барулар",
      visitsPerInspector: "Бір инспекторға шаққандағы барулар",
      inspectorsPer10000Workers: "10 000 қызметкерге шаққандағы инспекторлар",
    },
    occupations: {
      "0": "Әскери қызметшілер",
      "1": "Басшылар",
      "2": "Кәсіби мамандар",
      "3": "Техник мамандар",
      "4": "Әкімшілік қызметшілер",
      "5": "Қызмет көрсету және сату қызметкерлері",
      "6": "Ауыл шаруашылығы қызметкерлері",
      "7": "Өнеркәсіп пен құрылыс жұмысшылары",
      "8": "Жабдық операторлары мен жүргізушілер",
      "9": "Біліктілігі жоқ жұмысшылар",
    },
    reasons: {
      release_missing: "Бұл жылдың шығарылымы жоқ.",
      release_of_other_day: "Шығарылымда жыл қайтыс болған не тіркелген күні бойынша анықталған.",
      rules_differ: "Шығарылым қимасы бойынша жиналған сан оған сәйкес келмейді.",
    },
  },
};
