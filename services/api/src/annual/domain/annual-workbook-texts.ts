/** The texts of the annual workbook in the three languages it is printed in. Places in braces are filled in. */
import type { AnnualRollupQuery, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import { codeNames } from "@qorgau/schemas/codes/code-names";
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import type { ComparedFigureName } from "./annual-count.ts";

export { languages as workbookLanguages };
export type WorkbookLanguage = Language;

/** The texts of the workbook in one language. `annualWorkbook` replaces the places in braces, such as `{year}`. */
export interface AnnualTexts {
  readonly title: string;
  /** Before the title of what is made up. */
  readonly madeUp: string;
  readonly scopes: Readonly<Record<AnnualScope, string>>;
  /** Names of sheets: 31 characters at most. */
  readonly sheets: Readonly<Record<AnnualScope, string>>;
  readonly cut: string;
  readonly asOf: string;
  readonly yearOf: Readonly<Record<AnnualRollupQuery["yearOf"], string>>;
  readonly regionOf: Readonly<Record<AnnualRollupQuery["regionOf"], string>>;
  readonly figures: Readonly<Record<ComparedFigureName, string>>;
  readonly change: string;
  /** A day as it ends a stretch: "to 29 November 2026". */
  readonly toDay: string;
  /** The months as that text has them, from January. */
  readonly months: readonly string[];
  /** Of a running year: what it is compared with, and as it was known when. */
  readonly running: string;
  readonly knownThen: string;
  readonly knownNow: string;
  readonly ahead: string;
  readonly commuting: string;
  readonly share: string;
  readonly fault: string;
  readonly faultCases: string;
  readonly employer: string;
  readonly worker: string;
  readonly rate: string;
  readonly lower: string;
  readonly upper: string;
  readonly exposure: string;
  readonly basis: string;
  readonly bases: Readonly<Record<ResponseBasis, string>>;
  readonly status: string;
  readonly statuses: Readonly<Record<AnnualRollupRow["status"], string>>;
  readonly pers: Readonly<Record<AnnualRollupQuery["per"], string>>;
  readonly country: string;
  readonly complex: string;
  readonly unknown: string;
  readonly codes: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly seriesBreak: string;
}

const kk: AnnualTexts = {
  madeUp: "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР.",
  title: "Қазақстан Республикасындағы еңбек қызметіне байланысты жазатайым оқиғалар, {year} жыл",
  scopes: {
    total: "Барлығы",
    region: "Өңірлер бойынша",
    sector: "Экономикалық қызмет секциялары бойынша",
    complex: "Тау-кен металлургия кешені (B секциясы, 24 және 25-бөлімдер)",
    division: "Экономикалық қызмет бөлімдері бойынша",
    severity: "Ауырлық дәрежесі бойынша",
    sex: "Жынысы бойынша",
    ageBand: "Жасы бойынша",
    cause: "Негізгі себептері бойынша",
  },
  sheets: {
    total: "Барлығы",
    region: "Өңірлер",
    sector: "Секциялар",
    complex: "Тау-кен металлургия кешені",
    division: "Бөлімдер",
    severity: "Ауырлығы",
    sex: "Жынысы",
    ageBand: "Жасы",
    cause: "Себептері",
  },
  cut: "Деректер қимасы: {watermark}; біріктіру қағидалары: {rules}.",
  asOf: "{instant} жағдай бойынша.",
  yearOf: {
    accident: "Жыл: жазатайым оқиға болған күн бойынша.",
    death: "Жыл: қайтыс болған күн бойынша, ондай болмаса оқиға күні бойынша.",
    registration: "Жыл: тіркелген күн бойынша.",
  },
  regionOf: {
    occurrence: "Өңір: оқиға болған жер бойынша.",
    registration: "Өңір: жұмыс беруші тіркелген жер бойынша.",
  },
  figures: {
    injured: "Зардап шеккендер, қаза тапқандарды қоса",
    fatal: "Қаза тапқандар",
    severe: "Ауыр жарақат алғандар",
    light: "Жеңіл жарақат алғандар",
    accidents: "Жазатайым оқиғалар",
    groupAccidents: "Топтық оқиғалар",
    groupVictims: "Топтық оқиғаларда зардап шеккендер",
    diseases: "Кәсіптік аурулар",
    poisonings: "Уланулар",
  },
  change: "Өзгеріс, %",
  toDay: "{year} жылғы {day} {month} дейін",
  months: [
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
  ],
  running: "Жыл әлі аяқталған жоқ: көрсеткіштер {to} (сол күнді қоса), салыстыру өткен жылдың сол күндерімен. {known}",
  knownThen: "Өткен жыл {instant} сәтінде белгілі болған күйінде берілген.",
  knownNow: "Журнал ол кезден кейін басталған, сондықтан өткен жыл қазір белгілі күйінде берілген.",
  ahead: "Жыл әлі басталған жоқ.",
  commuting: "Жұмысқа өз бетінше бару немесе қайту жолындағы {count} жағдай есепке кірмейді (Еңбек кодексі, 186-бап).",
  share: "Үлесі, %",
  fault: "Кінә үлесі, %",
  faultCases: "Белгіленген жағдайлар",
  employer: "Жұмыс беруші",
  worker: "Жұмыскер",
  rate: "Жиілік",
  lower: "95 % төменгі шегі",
  upper: "95 % жоғарғы шегі",
  exposure: "Бөлгіш",
  basis: "Бөлгіш негізі",
  bases: {
    listed_employees: "тізімдік сан",
    employed: "жұмыспен қамтылғандар",
    contracts: "еңбек шарттары",
    insured: "сақтандырылғандар",
    fte: "толық жұмыс күніне шаққандағы",
    person_years: "адам-жыл",
    hours_worked: "жұмыс сағаттары",
    tonnes: "тонна",
  },
  status: "Бөлгіш мәртебесі",
  statuses: { provisional: "алдын ала", final: "түпкілікті" },
  pers: {
    "1000_workers": "1 000 жұмыскерге шаққандағы жиілік",
    "100000_workers": "100 000 жұмыскерге шаққандағы жиілік",
    "200000_hours": "200 000 жұмыс сағатына шаққандағы жиілік",
    "1000000_hours": "1 000 000 жұмыс сағатына шаққандағы жиілік",
    "1000000_tonnes": "1 000 000 тоннаға шаққандағы жиілік",
    none: "Жиілігі есептелмейді, шектері күтілетін санға берілген",
  },
  country: "Қазақстан Республикасы",
  complex: "Тау-кен металлургия кешені",
  unknown: "Белгісіз",
  codes: codeNames.kk,
  notes: [
    "Өзгеріс пен үлес екі ондық белгіге дейін, жартысы нөлден ары қарай дөңгелектенген. Үлес жалпы зардап шеккендер санынан ({base}) есептелген.",
    "Жиілік: зардап шеккендер (қаза тапқандарды қоса) көрсетілген бөлгішке шаққанда; шектері дәл Пуассон аралығы (Гарвуд), 95 %.",
    "Кәсіптік аурулар мен уланулар басқа бағандарға кірмейді.",
    "Кінә үлесі: тергеп-тексеруде пайызбен белгіленген жағдайлар бойынша орташа.",
    "«…»: дерек жоқ; өзгеріс үшін: өткен жылы нөл.",
  ],
  seriesBreak: "* {names}: {date} күні бөлінген, екі жыл бір аумаққа жатпайды; тек қосындысы салыстырылады.",
};

const ru: AnnualTexts = {
  madeUp: "ВЫМЫШЛЕННЫЕ ДАННЫЕ.",
  title: "Несчастные случаи, связанные с трудовой деятельностью, в Республике Казахстан, {year} год",
  scopes: {
    total: "Всего",
    region: "По регионам",
    sector: "По секциям видов экономической деятельности",
    complex: "Горно-металлургический комплекс (секция B, разделы 24 и 25)",
    division: "По разделам видов экономической деятельности",
    severity: "По степени тяжести",
    sex: "По полу",
    ageBand: "По возрасту",
    cause: "По основным причинам",
  },
  sheets: {
    total: "Всего",
    region: "Регионы",
    sector: "Секции",
    complex: "ГМК",
    division: "Разделы",
    severity: "Тяжесть",
    sex: "Пол",
    ageBand: "Возраст",
    cause: "Причины",
  },
  cut: "Срез данных: {watermark}; правила объединения: {rules}.",
  asOf: "По состоянию на {instant}.",
  yearOf: {
    accident: "Год: по дате несчастного случая.",
    death: "Год: по дате смерти, а где её нет, по дате случая.",
    registration: "Год: по дате регистрации.",
  },
  regionOf: {
    occurrence: "Регион: по месту происшествия.",
    registration: "Регион: по месту регистрации работодателя.",
  },
  figures: {
    injured: "Пострадавшие, включая погибших",
    fatal: "Погибшие",
    severe: "Тяжело травмированные",
    light: "Легко травмированные",
    accidents: "Несчастные случаи",
    groupAccidents: "Групповые случаи",
    groupVictims: "Пострадавшие в групповых случаях",
    diseases: "Профессиональные заболевания",
    poisonings: "Отравления",
  },
  change: "Изменение, %",
  toDay: "по {day} {month} {year} года",
  months: ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
  running: "Год ещё не закончен: показатели {to} в сравнении с теми же днями прошлого года. {known}",
  knownThen: "Прошлый год дан таким, каким он был известен на {instant}.",
  knownNow: "Журнал начат позже, поэтому прошлый год дан таким, каким он известен сейчас.",
  ahead: "Год ещё не начался.",
  commuting: "Не учтено случаев на собственном пути на работу или с работы: {count} (Трудовой кодекс, статья 186).",
  share: "Доля, %",
  fault: "Доля вины, %",
  faultCases: "Случаев с установленной",
  employer: "Работодатель",
  worker: "Работник",
  rate: "Частота",
  lower: "Нижняя граница 95 %",
  upper: "Верхняя граница 95 %",
  exposure: "Знаменатель",
  basis: "Основа знаменателя",
  bases: {
    listed_employees: "списочная численность",
    employed: "занятые",
    contracts: "трудовые договоры",
    insured: "застрахованные",
    fte: "в пересчёте на полную занятость",
    person_years: "человеко-годы",
    hours_worked: "отработанные часы",
    tonnes: "тонны",
  },
  status: "Статус знаменателя",
  statuses: { provisional: "предварительно", final: "окончательно" },
  pers: {
    "1000_workers": "Частота на 1 000 работников",
    "100000_workers": "Частота на 100 000 работников",
    "200000_hours": "Частота на 200 000 отработанных часов",
    "1000000_hours": "Частота на 1 000 000 отработанных часов",
    "1000000_tonnes": "Частота на 1 000 000 тонн",
    none: "Частота не вычисляется, границы даны для ожидаемого числа",
  },
  country: "Республика Казахстан",
  complex: "Горно-металлургический комплекс",
  unknown: "Не указано",
  codes: codeNames.ru,
  notes: [
    "Изменение и доля округлены до двух знаков, половина от нуля. Доля вычислена от общего числа пострадавших ({base}).",
    "Частота: пострадавшие (включая погибших) на указанный знаменатель; границы точного пуассоновского интервала (Гарвуд), 95 %.",
    "Профессиональные заболевания и отравления в другие графы не входят.",
    "Доля вины: среднее по случаям, где расследование установило её в процентах.",
    "«…»: нет данных; для изменения: в прошлом году нуль.",
  ],
  seriesBreak: "* {names}: разделены {date}, два года относятся к разной территории; сопоставима только сумма.",
};

const en: AnnualTexts = {
  madeUp: "MADE-UP DATA.",
  title: "Occupational accidents in the Republic of Kazakhstan, {year}",
  scopes: {
    total: "Total",
    region: "By region",
    sector: "By section of economic activity",
    complex: "Mining and metallurgical complex (section B, divisions 24 and 25)",
    division: "By division of economic activity",
    severity: "By severity",
    sex: "By sex",
    ageBand: "By age",
    cause: "By main cause",
  },
  sheets: {
    total: "Total",
    region: "Regions",
    sector: "Sections",
    complex: "Mining and metallurgy",
    division: "Divisions",
    severity: "Severity",
    sex: "Sex",
    ageBand: "Age",
    cause: "Causes",
  },
  cut: "Cut of the data: {watermark}; merging rules: {rules}.",
  asOf: "As of {instant}.",
  yearOf: {
    accident: "Year: by the day of the accident.",
    death: "Year: by the day of death, where there is none by that of the accident.",
    registration: "Year: by the day of registration.",
  },
  regionOf: {
    occurrence: "Region: where it happened.",
    registration: "Region: where the employer is registered.",
  },
  figures: {
    injured: "Victims, the dead among them",
    fatal: "Dead",
    severe: "Severely injured",
    light: "Lightly injured",
    accidents: "Accidents",
    groupAccidents: "Group accidents",
    groupVictims: "Victims of group accidents",
    diseases: "Occupational diseases",
    poisonings: "Poisonings",
  },
  change: "Change, %",
  toDay: "to {day} {month} {year}",
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  running: "The year is still running: figures {to}, against the same days of the year before. {known}",
  knownThen: "The year before is told as it was known at {instant}.",
  knownNow: "The log began later, so the year before is told as it is known now.",
  ahead: "The year has not begun.",
  commuting: "Left out, on the worker's own way to or from work: {count} cases (Labour Code, article 186).",
  share: "Share, %",
  fault: "Share of fault, %",
  faultCases: "Cases with one",
  employer: "Employer",
  worker: "Worker",
  rate: "Rate",
  lower: "Lower limit, 95 %",
  upper: "Upper limit, 95 %",
  exposure: "Denominator",
  basis: "Basis of the denominator",
  bases: {
    listed_employees: "listed employees",
    employed: "employed",
    contracts: "labour contracts",
    insured: "insured",
    fte: "full-time equivalents",
    person_years: "person-years",
    hours_worked: "hours worked",
    tonnes: "tonnes",
  },
  status: "Status of the denominator",
  statuses: { provisional: "provisional", final: "final" },
  pers: {
    "1000_workers": "Rate per 1,000 workers",
    "100000_workers": "Rate per 100,000 workers",
    "200000_hours": "Rate per 200,000 hours worked",
    "1000000_hours": "Rate per 1,000,000 hours worked",
    "1000000_tonnes": "Rate per 1,000,000 tonnes",
    none: "No rate; the limits are of the expected count",
  },
  country: "Republic of Kazakhstan",
  complex: "Mining and metallurgical complex",
  unknown: "Not known",
  codes: codeNames.en,
  notes: [
    "Changes and shares are rounded to two decimals, half away from zero. Shares are of all victims ({base}).",
    "Rate: victims, the dead among them, by the denominator named; limits of the exact Poisson interval (Garwood), 95 %.",
    "Occupational diseases and poisonings are in none of the other columns.",
    "Share of fault: the mean of the cases where the investigation laid it in percent.",
    "“…”: not available; for a change: none in the year before.",
  ],
  seriesBreak: "* {names}: divided on {date}, the two years are not of one area; only their sum compares.",
};

export const annualTexts: Readonly<Record<WorkbookLanguage, AnnualTexts>> = { kk, ru, en };
