/**
 * What is said of an indicator, in each language. The English texts of measures are those of docs/methods.md, which a test holds to them. Places in
 * braces are filled in.
 */
import type { Language } from "@qorgau/schemas/languages";
import type { Per } from "@qorgau/schemas/responses/rates";

/** What is counted, as far as its definition and its source go. */
export type Counted = "injured" | "fatal" | "nonFatal" | "accidents" | "lostTime" | "daysLost" | "diseases";

/** What is defined: of time away from work the dead may be no part. */
export type Defined = Counted | "lostTimeNonFatal";

export interface IndicatorTexts {
  readonly title: string;
  readonly definition: Readonly<Record<Defined, string>>;
  /** Sentences of every indicator of cases. */
  readonly cases: string;
  /** Which deaths are meant. */
  readonly deaths: Readonly<Record<"whenever" | "withinYear", string>>;
  readonly lostDays: string;
  readonly commuting: Readonly<Record<"law" | "own" | "all", string>>;
  /** Of definitions of others. */
  readonly refused: string;
  /** What n stands for. */
  readonly counted: Readonly<Record<Defined, string>>;
  /** What E stands for. */
  readonly divisors: Readonly<Record<Exclude<Per, "none">, string>>;
  readonly where: string;
  readonly denominators: Readonly<Record<"stock" | "flow" | "case", string>>;
  readonly intervals: Readonly<Record<"rate" | "count" | "none", string>>;
  readonly sources: Readonly<Record<Counted | "ilo" | "esaw" | "sdg", string>>;
  readonly notFor: Readonly<Record<Counted, string>>;
  /** A region that others were formed from, and one that there is no more. */
  readonly breaks: Readonly<Record<"formed" | "divided", string>>;
  readonly comparability: readonly string[];
  readonly revisions: string;
  readonly cite: Readonly<Record<"cut" | "release" | "none" | "withoutBasis", string>>;
  readonly basis: string;
  readonly licence: Readonly<Record<"stated" | "none", string>>;
  readonly madeUp: string;
  readonly headings: Readonly<
    Record<
      | "code"
      | "definition"
      | "formula"
      | "unit"
      | "denominator"
      | "bases"
      | "interval"
      | "source"
      | "notFor"
      | "breaks"
      | "comparability"
      | "revisions"
      | "releases"
      | "quality"
      | "cite"
      | "licence"
      | "data"
      | "series"
      | "rules"
      | "all",
      string
    >
  >;
}

const en: IndicatorTexts = {
  title: "Indicators of occupational safety",
  definition: {
    injured: "Victims of accidents at work, the dead among them.",
    fatal: "Victims of accidents at work who died of them.",
    nonFatal: "Victims of accidents at work who did not die of them, severe and light together.",
    accidents: "Accidents at work, each counted once, at its gravest case.",
    lostTime:
      "Victims of accidents at work with time away from work: the dead, the severe unless they state fewer days, and the light that state enough.",
    lostTimeNonFatal:
      "Victims of accidents at work who did not die of them, with time away from work: the severe unless they state fewer days, and the light that state enough.",
    daysLost: "Days of incapacity of the victims of accidents at work who did not die. A death weighs nothing in it.",
    diseases: "Workers with an occupational disease. They stand apart from accidents and are never added to them.",
  },
  cases:
    "A case counts once, however many reporters state it, and unless it was found not to be related to work. A case under investigation counts.",
  deaths: {
    whenever: "A death counts whenever it came.",
    withinYear: "A death later than 365 days after the accident is a non-fatal injury; a death without a date stays fatal.",
  },
  lostDays: "At least {days} days lost count.",
  commuting: {
    law: "Accidents on the worker's own way to or from work are left out unless they were found to be related to work (Labour Code, article 186).",
    own: "Accidents on the worker's own way to or from work are left out.",
    all: "Accidents on the way to or from work are left out, whoever drives.",
  },
  refused: "The series is refused (QG-0726) where in a year of it less than 80 % of the cases state what this definition needs.",
  counted: {
    injured: "victims, the dead among them",
    fatal: "deaths",
    nonFatal: "victims who did not die",
    accidents: "accidents",
    lostTime: "victims with time away from work",
    lostTimeNonFatal: "victims who did not die, with time away from work",
    daysLost: "days lost",
    diseases: "workers with a disease",
  },
  divisors: {
    "1000_workers": "workers",
    "100000_workers": "workers",
    "200000_hours": "hours worked",
    "1000000_hours": "hours worked",
    "1000000_tonnes": "tonnes mined",
    case: "cases that state their days",
  },
  where: "where n is {counted}",
  denominators: {
    stock:
      "The mean of the calendar months of the period. A month has what is stated for it, else the sum of its parts, else what was stated last, of at most 24 months before; never across a change of the area.",
    flow: "The sum of a complete set of statements; never carried forward.",
    case: "Non-fatal cases that state how many days were lost.",
  },
  intervals: {
    rate: "Exact Poisson limits, 95 % (Garwood 1936).",
    count: "Exact Poisson limits of the expected count, 95 % (Garwood 1936), with `per=none`.",
    none: "None: days are not Poisson counts.",
  },
  sources: {
    injured:
      "Resolution of the 16th International Conference of Labour Statisticians, 1998; Labour Code of Kazakhstan, articles 186 to 190.",
    fatal: "SDG indicator 8.8.1; ESAW methodology; Labour Code, article 190.",
    nonFatal: "Labour Code of Kazakhstan, article 188.",
    accidents: "Resolution of the 16th International Conference of Labour Statisticians, 1998.",
    lostTime: "ESAW methodology (more than three days); OSHA 29 CFR 1904 (days away from work).",
    daysLost: "Resolution of the 16th International Conference of Labour Statisticians, 1998.",
    diseases: "Labour Code of Kazakhstan; form 7-ТПЗ of the statistics bureau counts diseases and poisonings among accidents.",
    ilo: "ILO: Resolution of the 16th International Conference of Labour Statisticians, 1998.",
    esaw: "Eurostat: European statistics on accidents at work (ESAW).",
    sdg: "United Nations: metadata of SDG indicator 8.8.1.",
  },
  notFor: {
    injured: "Not for setting a rate within the year against a whole year's; ranking enterprises.",
    fatal: "Not for calling a zero safe: the upper limit of 0 deaths is 3.69.",
    nonFatal: "Not for comparison with countries that grade by days lost.",
    accidents: "Not for adding to `injured`.",
    lostTime: "Not for a claim of improvement where reporters stopped stating days.",
    daysLost: "Not for a cost of accidents: a death weighs nothing here.",
    diseases: "Not for adding to accidents.",
  },
  breaks: {
    formed:
      "Formed from {parent}: {children}. What was stated before is of the whole area. Ask for them together to compare across the day.",
    divided:
      "In place of {parent}: {children}. What was stated before is of the whole area. Ask for them together to compare across the day.",
  },
  comparability: [
    "The inspectorate's series and the statistics bureau's series (form 7-ТПЗ, which holds diseases and poisonings) are different populations and are never added.",
    "Another basis of the denominator is another series: a citation names it.",
  ],
  revisions:
    "Late and corrected reports change past periods, too. /v1/revisions tells each change of a value and what made it; a release freezes a year for ever.",
  cite: {
    cut: "Qorgau, {name} ({code}), cut {watermark}, merging rules {rules}{basis}. {address}",
    release: "Qorgau, {name} ({code}), release {release}. {address}",
    none: "Qorgau, {name} ({code}), with the cut, the merging rules and the basis of the denominator that the answer names. {address}",
    withoutBasis: "Qorgau, {name} ({code}), with the cut and the merging rules that the answer names. {address}",
  },
  basis: ", basis of the denominator: {basis}",
  licence: {
    stated: "The figures are published under this licence.",
    none: "The operator states no licence. Ask before you publish the figures.",
  },
  madeUp: "A demonstration: the figures are made up.",
  headings: {
    code: "Code",
    definition: "Definition",
    formula: "Formula",
    unit: "Unit",
    denominator: "Denominator",
    bases: "It may be",
    interval: "Interval",
    source: "Source of the definition",
    notFor: "Not for",
    breaks: "Breaks in the series",
    comparability: "Comparability",
    revisions: "Revisions",
    releases: "Releases",
    quality: "quality report",
    cite: "How to cite",
    licence: "Licence of the data",
    data: "Data",
    series: "Code of the series in SDMX",
    rules: "Merging rules",
    all: "All indicators",
  },
};

const ru: IndicatorTexts = {
  title: "Показатели безопасности и охраны труда",
  definition: {
    injured: "Пострадавшие при несчастных случаях, связанных с трудовой деятельностью, включая погибших.",
    fatal: "Пострадавшие при несчастных случаях, связанных с трудовой деятельностью, которые от них погибли.",
    nonFatal: "Пострадавшие при несчастных случаях, связанных с трудовой деятельностью, которые выжили: тяжёлые и лёгкие вместе.",
    accidents: "Несчастные случаи, связанные с трудовой деятельностью; каждый считается один раз, по самому тяжёлому из пострадавших.",
    lostTime:
      "Пострадавшие с потерей рабочего времени: погибшие, тяжело пострадавшие, если не указано меньше дней, и легко пострадавшие, у которых указано достаточно дней.",
    lostTimeNonFatal:
      "Пострадавшие с потерей рабочего времени, которые выжили: тяжело пострадавшие, если не указано меньше дней, и легко пострадавшие, у которых указано достаточно дней.",
    daysLost: "Дни нетрудоспособности пострадавших, которые выжили. Погибшие в нём ничего не весят.",
    diseases: "Работники с профессиональным заболеванием. Они стоят отдельно от несчастных случаев и никогда с ними не складываются.",
  },
  cases:
    "Каждый случай считается один раз, сколько бы источников о нём ни сообщило, если он не признан не связанным с трудом. Случай, который расследуется, учитывается.",
  deaths: {
    whenever: "Смерть учитывается, когда бы она ни наступила.",
    withinYear:
      "Смерть позже 365 дней после несчастного случая считается травмой без смертельного исхода; смерть без даты остаётся смертельным исходом.",
  },
  lostDays: "Учитывается потеря не менее {days} дней.",
  commuting: {
    law: "Несчастные случаи на собственном пути на работу или с работы не учитываются, если не признаны связанными с трудом (Трудовой кодекс, статья 186).",
    own: "Несчастные случаи на собственном пути на работу или с работы не учитываются.",
    all: "Несчастные случаи в пути на работу или с работы не учитываются, кто бы ни вёл транспорт.",
  },
  refused: "Ряд не выдаётся (QG-0726), если хотя бы за один его год нужное для этого определения указано менее чем у 80 % случаев.",
  counted: {
    injured: "число пострадавших, включая погибших",
    fatal: "число погибших",
    nonFatal: "число выживших пострадавших",
    accidents: "число несчастных случаев",
    lostTime: "число пострадавших с потерей рабочего времени",
    lostTimeNonFatal: "число выживших пострадавших с потерей рабочего времени",
    daysLost: "число дней нетрудоспособности",
    diseases: "число работников с заболеванием",
  },
  divisors: {
    "1000_workers": "число работников",
    "100000_workers": "число работников",
    "200000_hours": "отработанные часы",
    "1000000_hours": "отработанные часы",
    "1000000_tonnes": "добытые тонны",
    case: "число случаев, где указаны дни",
  },
  where: "где n — {counted}",
  denominators: {
    stock:
      "Среднее по календарным месяцам периода. Для месяца берётся сообщённое о нём, иначе сумма его частей, иначе последнее сообщённое, не старше 24 месяцев; никогда через изменение территории.",
    flow: "Сумма полного набора сообщений; с прежних периодов не переносится.",
    case: "Случаи без смертельного исхода, где указано число дней.",
  },
  intervals: {
    rate: "Точные пуассоновские границы, 95 % (Гарвуд, 1936).",
    count: "Точные пуассоновские границы ожидаемого числа, 95 % (Гарвуд, 1936), при `per=none`.",
    none: "Нет: дни не являются пуассоновским числом событий.",
  },
  sources: {
    injured: "Резолюция 16-й Международной конференции статистиков труда, 1998; Трудовой кодекс Республики Казахстан, статьи 186–190.",
    fatal: "Показатель ЦУР 8.8.1; методология ESAW; Трудовой кодекс, статья 190.",
    nonFatal: "Трудовой кодекс Республики Казахстан, статья 188.",
    accidents: "Резолюция 16-й Международной конференции статистиков труда, 1998.",
    lostTime: "Методология ESAW (более трёх дней); OSHA 29 CFR 1904 (дни отсутствия на работе).",
    daysLost: "Резолюция 16-й Международной конференции статистиков труда, 1998.",
    diseases:
      "Трудовой кодекс Республики Казахстан; форма 7-ТПЗ бюро статистики считает заболевания и отравления среди несчастных случаев.",
    ilo: "МОТ: резолюция 16-й Международной конференции статистиков труда, 1998.",
    esaw: "Евростат: Европейская статистика несчастных случаев на производстве (ESAW).",
    sdg: "ООН: метаданные показателя ЦУР 8.8.1.",
  },
  notFor: {
    injured: "Не для сравнения показателя за часть года с годовым и не для ранжирования предприятий.",
    fatal: "Не для вывода, что нуль безопасен: верхняя граница при 0 погибших равна 3,69.",
    nonFatal: "Не для сравнения со странами, где тяжесть определяют по дням.",
    accidents: "Не для сложения с числом пострадавших.",
    lostTime: "Не для вывода об улучшении там, где перестали указывать дни.",
    daysLost: "Не для оценки потерь от несчастных случаев: гибель здесь ничего не весит.",
    diseases: "Не для сложения с несчастными случаями.",
  },
  breaks: {
    formed:
      "Изменилась {parent}; из неё выделено: {children}. Сообщённое раньше относится ко всей территории. Чтобы сравнивать через этот день, запросите их вместе.",
    divided:
      "Вместо прежней единицы {parent}: {children}. Сообщённое раньше относится ко всей территории. Чтобы сравнивать через этот день, запросите их вместе.",
  },
  comparability: [
    "Ряд инспекции и ряд бюро статистики (форма 7-ТПЗ, куда входят заболевания и отравления) относятся к разным совокупностям и никогда не складываются.",
    "Другая основа знаменателя — другой ряд: ссылка её называет.",
  ],
  revisions:
    "Поздние и исправленные сообщения меняют и прошлые периоды. /v1/revisions показывает каждое изменение значения и его причину; выпуск фиксирует год навсегда.",
  cite: {
    cut: "Qorgau, {name} ({code}), срез {watermark}, правила объединения {rules}{basis}. {address}",
    release: "Qorgau, {name} ({code}), выпуск {release}. {address}",
    none: "Qorgau, {name} ({code}), со срезом, правилами объединения и основой знаменателя, которые называет ответ. {address}",
    withoutBasis: "Qorgau, {name} ({code}), со срезом и правилами объединения, которые называет ответ. {address}",
  },
  basis: ", основа знаменателя: {basis}",
  licence: {
    stated: "Показатели опубликованы по этой лицензии.",
    none: "Лицензия владельцем не указана. Прежде чем публиковать показатели, спросите его.",
  },
  madeUp: "Демонстрация: показатели вымышлены.",
  headings: {
    code: "Код",
    definition: "Определение",
    formula: "Формула",
    unit: "Единица",
    denominator: "Знаменатель",
    bases: "Это может быть",
    interval: "Интервал",
    source: "Источник определения",
    notFor: "Не для чего",
    breaks: "Разрывы ряда",
    comparability: "Сопоставимость",
    revisions: "Пересмотры",
    releases: "Выпуски",
    quality: "отчёт о качестве",
    cite: "Как ссылаться",
    licence: "Лицензия данных",
    data: "Данные",
    series: "Код ряда в SDMX",
    rules: "Правила объединения",
    all: "Все показатели",
  },
};

const kk: IndicatorTexts = {
  title: "Еңбек қауіпсіздігі және еңбекті қорғау көрсеткіштері",
  definition: {
    injured: "Еңбек қызметіне байланысты жазатайым оқиғаларда зардап шеккендер, қаза тапқандарды қоса.",
    fatal: "Еңбек қызметіне байланысты жазатайым оқиғалардан қаза тапқандар.",
    nonFatal: "Еңбек қызметіне байланысты жазатайым оқиғаларда зардап шегіп, тірі қалғандар: ауыр және жеңіл жарақат алғандар бірге.",
    accidents: "Еңбек қызметіне байланысты жазатайым оқиғалар; әрқайсысы бір рет, ең ауыр зардап шеккені бойынша есептеледі.",
    lostTime:
      "Жұмыс уақыты жоғалған зардап шеккендер: қаза тапқандар, аз күн көрсетілмеген ауыр жарақат алғандар және жеткілікті күн көрсетілген жеңіл жарақат алғандар.",
    lostTimeNonFatal:
      "Жұмыс уақыты жоғалған, тірі қалған зардап шеккендер: аз күн көрсетілмеген ауыр жарақат алғандар және жеткілікті күн көрсетілген жеңіл жарақат алғандар.",
    daysLost: "Тірі қалған зардап шегушілердің еңбекке жарамсыз күндері. Қаза тапқандар мұнда есепке кірмейді.",
    diseases: "Кәсіптік ауруы бар жұмыскерлер. Олар жазатайым оқиғалардан бөлек тұрады және оларға ешқашан қосылмайды.",
  },
  cases:
    "Әр жағдай, ол туралы қанша дереккөз хабарласа да, бір рет есептеледі, егер ол еңбекке байланысты емес деп танылмаса. Тергеп-тексерілудегі жағдай есептеледі.",
  deaths: {
    whenever: "Өлім қашан болса да есептеледі.",
    withinYear: "Оқиғадан кейін 365 күннен кеш болған өлім қаза болмаған жарақат болып саналады; күні белгісіз өлім қаза болып қалады.",
  },
  lostDays: "Кемінде {days} күн жоғалту есептеледі.",
  commuting: {
    law: "Жұмысқа өз бетінше бару немесе қайту жолындағы оқиғалар, еңбекке байланысты деп танылмаса, есепке кірмейді (Еңбек кодексі, 186-бап).",
    own: "Жұмысқа өз бетінше бару немесе қайту жолындағы оқиғалар есепке кірмейді.",
    all: "Жұмысқа бару немесе қайту жолындағы оқиғалар, көлікті кім жүргізсе де, есепке кірмейді.",
  },
  refused: "Бір жылында болса да осы анықтамаға қажет мәлімет жағдайлардың 80 %-ынан азында көрсетілсе, қатар берілмейді (QG-0726).",
  counted: {
    injured: "зардап шеккендер саны, қаза тапқандарды қоса",
    fatal: "қаза тапқандар саны",
    nonFatal: "тірі қалған зардап шеккендер саны",
    accidents: "жазатайым оқиғалар саны",
    lostTime: "жұмыс уақыты жоғалған зардап шеккендер саны",
    lostTimeNonFatal: "жұмыс уақыты жоғалған, тірі қалған зардап шеккендер саны",
    daysLost: "еңбекке жарамсыз күндер саны",
    diseases: "ауруы бар жұмыскерлер саны",
  },
  divisors: {
    "1000_workers": "жұмыскерлер саны",
    "100000_workers": "жұмыскерлер саны",
    "200000_hours": "жұмыс істелген сағаттар",
    "1000000_hours": "жұмыс істелген сағаттар",
    "1000000_tonnes": "өндірілген тонналар",
    case: "күндері көрсетілген жағдайлар саны",
  },
  where: "мұнда n — {counted}",
  denominators: {
    stock:
      "Кезеңнің күнтізбелік айлары бойынша орташа. Айға ол туралы хабарланған мән, болмаса бөліктерінің қосындысы, болмаса 24 айдан бұрын емес соңғы хабарланған мән алынады; аумақ өзгерген күннен ешқашан аспайды.",
    flow: "Хабарламалардың толық жиынтығының қосындысы; бұрынғы кезеңнен алынбайды.",
    case: "Күндер саны көрсетілген, қаза болмаған жағдайлар.",
  },
  intervals: {
    rate: "Дәл Пуассон шектері, 95 % (Гарвуд, 1936).",
    count: "Күтілетін санның дәл Пуассон шектері, 95 % (Гарвуд, 1936), `per=none` болғанда.",
    none: "Жоқ: күндер Пуассон заңындағы оқиғалар саны емес.",
  },
  sources: {
    injured:
      "Еңбек статистиктерінің 16-халықаралық конференциясының қарары, 1998; Қазақстан Республикасының Еңбек кодексі, 186–190-баптар.",
    fatal: "ТДМ 8.8.1 көрсеткіші; ESAW әдіснамасы; Еңбек кодексі, 190-бап.",
    nonFatal: "Қазақстан Республикасының Еңбек кодексі, 188-бап.",
    accidents: "Еңбек статистиктерінің 16-халықаралық конференциясының қарары, 1998.",
    lostTime: "ESAW әдіснамасы (үш күннен артық); OSHA 29 CFR 1904 (жұмыста болмаған күндер).",
    daysLost: "Еңбек статистиктерінің 16-халықаралық конференциясының қарары, 1998.",
    diseases:
      "Қазақстан Республикасының Еңбек кодексі; статистика бюросының 7-ТПЗ нысаны ауруларды және улануларды жазатайым оқиғалар қатарында есептейді.",
    ilo: "ХЕҰ: еңбек статистиктерінің 16-халықаралық конференциясының қарары, 1998.",
    esaw: "Еуростат: өндірістегі жазатайым оқиғалардың еуропалық статистикасы (ESAW).",
    sdg: "БҰҰ: ТДМ 8.8.1 көрсеткішінің метадеректері.",
  },
  notFor: {
    injured: "Жыл бөлігінің көрсеткішін толық жылмен салыстыруға және кәсіпорындарды саралауға арналмаған.",
    fatal: "Нөл қауіпсіз деген тұжырымға арналмаған: 0 қазада жоғарғы шек 3,69-ға тең.",
    nonFatal: "Ауырлық күндермен анықталатын елдермен салыстыруға арналмаған.",
    accidents: "Зардап шеккендер санымен қосуға арналмаған.",
    lostTime: "Күндер көрсетілмей қалған жерде жақсару туралы тұжырымға арналмаған.",
    daysLost: "Оқиғалардың шығынын бағалауға арналмаған: қаза мұнда есепке кірмейді.",
    diseases: "Жазатайым оқиғалармен қосуға арналмаған.",
  },
  breaks: {
    formed:
      "{parent} құрамынан бөлінгендер: {children}. Бұрын хабарланғаны бүкіл аумаққа жатады. Осы күн арқылы салыстыру үшін оларды бірге сұраңыз.",
    divided:
      "{parent} мыналарға бөлінді: {children}. Бұрын хабарланғаны бүкіл аумаққа жатады. Осы күн арқылы салыстыру үшін оларды бірге сұраңыз.",
  },
  comparability: [
    "Инспекция қатары мен статистика бюросының қатары (аурулар мен уланулар кіретін 7-ТПЗ нысаны) әртүрлі жиынтыққа жатады және ешқашан қосылмайды.",
    "Бөлгіштің басқа негізі — басқа қатар: сілтеме оны атайды.",
  ],
  revisions:
    "Кеш және түзетілген хабарламалар өткен кезеңдерді де өзгертеді. /v1/revisions мәннің әр өзгерісін және оның себебін көрсетеді; шығарылым жылды мәңгіге бекітеді.",
  cite: {
    cut: "Qorgau, {name} ({code}), кесік {watermark}, біріктіру қағидалары {rules}{basis}. {address}",
    release: "Qorgau, {name} ({code}), {release} шығарылымы. {address}",
    none: "Qorgau, {name} ({code}), жауап атайтын кесікпен, біріктіру қағидаларымен және бөлгіш негізімен. {address}",
    withoutBasis: "Qorgau, {name} ({code}), жауап атайтын кесікпен және біріктіру қағидаларымен. {address}",
  },
  basis: ", бөлгіш негізі: {basis}",
  licence: {
    stated: "Көрсеткіштер осы лицензиямен жарияланған.",
    none: "Иесі лицензия көрсетпеген. Көрсеткіштерді жарияламас бұрын одан сұраңыз.",
  },
  madeUp: "Көрсетілім: көрсеткіштер ойдан шығарылған.",
  headings: {
    code: "Код",
    definition: "Анықтамасы",
    formula: "Формуласы",
    unit: "Бірлігі",
    denominator: "Бөлгіш",
    bases: "Ол мынадай болуы мүмкін",
    interval: "Аралық",
    source: "Анықтаманың дереккөзі",
    notFor: "Неге арналмаған",
    breaks: "Қатардың үзілістері",
    comparability: "Салыстырымдылық",
    revisions: "Қайта қарау",
    releases: "Шығарылымдар",
    quality: "сапа туралы есеп",
    cite: "Қалай сілтеме жасау керек",
    licence: "Деректер лицензиясы",
    data: "Деректер",
    series: "SDMX-тегі қатар коды",
    rules: "Біріктіру қағидалары",
    all: "Барлық көрсеткіштер",
  },
};

export const indicatorTexts: Readonly<Record<Language, IndicatorTexts>> = { kk, ru, en };
