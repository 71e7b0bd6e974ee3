/** What the quality report says in words, in each language: names of the concepts of ESMS and SIMS 2.0, and sentences. Places in braces are filled in. */
import type { Language } from "@qorgau/schemas/languages";
import type { statedDimensions, statedMiningDimensions } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { revisedFigures } from "@qorgau/schemas/responses/metadata/release-quality-response";

/** Sections of the report, and what is told within each, under the concepts of ESMS. */
export const simsConcepts = {
  STAT_PRES: ["STAT_CONC_DEF"],
  ACCURACY: ["ACCURACY_OVERALL", "COVERAGE_ERR", "OVERCOVERAGE_RATE", "NONRESPONSE_ERR"],
  TIMELINESS_PUNCT: ["TIMELINESS"],
  COHER_COMPAR: ["COMPAR_TIME", "COHER_X_DOM"],
  DATA_REV: ["REV_PRACTICE"],
  STAT_PROCESS: ["DATA_COMP"],
} as const;
export type SimsSection = keyof typeof simsConcepts;
export type SimsItem = (typeof simsConcepts)[SimsSection][number];

/** Their places in SIMS 2.0. */
export const simsPlaces: Readonly<Record<SimsSection | SimsItem, string>> = {
  STAT_PRES: "S.3",
  STAT_CONC_DEF: "S.3.4",
  ACCURACY: "S.13",
  ACCURACY_OVERALL: "S.13.1",
  COVERAGE_ERR: "S.13.3.1",
  OVERCOVERAGE_RATE: "S.13.3.1.1",
  NONRESPONSE_ERR: "S.13.3.3",
  TIMELINESS_PUNCT: "S.14",
  TIMELINESS: "S.14.1",
  COHER_COMPAR: "S.15",
  COMPAR_TIME: "S.15.2",
  COHER_X_DOM: "S.15.3",
  DATA_REV: "S.17",
  REV_PRACTICE: "S.17.2",
  STAT_PROCESS: "S.18",
  DATA_COMP: "S.18.5",
};

export interface SimsTexts {
  readonly title: string;
  readonly sheet: string;
  readonly madeUp: string;
  readonly cut: string;
  readonly place: string;
  readonly concept: string;
  readonly told: string;
  readonly names: Readonly<Record<SimsSection | SimsItem, string>>;
  readonly definitions: string;
  readonly cases: string;
  readonly reasons: Readonly<Record<"rules_differ" | "release_of_other_day", string>>;
  readonly coverage: string;
  readonly coverageTooFew: string;
  readonly strata: Readonly<Record<"severe_fatal" | "light" | "total", string>>;
  readonly duplicates: string;
  readonly unstated: string;
  readonly share: string;
  readonly daysLost: string;
  readonly dimensions: Readonly<Record<(typeof statedDimensions)[number] | (typeof statedMiningDimensions)[number], string>>;
  readonly timeliness: string;
  readonly break: string;
  readonly coherence: string;
  readonly revisions: string;
  readonly revisionsTooFew: string;
  readonly figures: Readonly<Record<(typeof revisedFigures)[number], string>>;
  readonly basis: string;
  readonly nowcast: string;
  readonly nowcastTooShort: string;
  readonly widened: string;
  readonly disclosure: string;
}

const en: SimsTexts = {
  title: "Quality of the release {name}, {year}",
  sheet: "Quality",
  madeUp: "MADE-UP DATA.",
  cut: "Cut of the log: {watermark}; release No {number}, recorded {recordedAt}.",
  place: "SIMS",
  concept: "Concept",
  told: "Report",
  names: {
    STAT_PRES: "Statistical presentation",
    STAT_CONC_DEF: "Statistical concepts and definitions",
    ACCURACY: "Accuracy and reliability",
    ACCURACY_OVERALL: "Overall accuracy",
    COVERAGE_ERR: "Coverage error",
    OVERCOVERAGE_RATE: "Over-coverage",
    NONRESPONSE_ERR: "What cases do not state",
    TIMELINESS_PUNCT: "Timeliness and punctuality",
    TIMELINESS: "Timeliness",
    COHER_COMPAR: "Coherence and comparability",
    COMPAR_TIME: "Comparability over time",
    COHER_X_DOM: "Coherence with other statistics",
    DATA_REV: "Data revision",
    REV_PRACTICE: "Revisions in practice",
    STAT_PROCESS: "Statistical processing",
    DATA_COMP: "Compilation of the data",
  },
  definitions: "Definitions: {definitions}. Merging rules {rules}, methods {methods}; code lists {codeLists}.",
  cases: "{cases} victims of accidents of {year} are counted at the cut of the release; the release says {released}.",
  reasons: {
    rules_differ: "It was made by other merging rules than those of now.",
    release_of_other_day: "It counts by the day of death or of registration; what is told here is of the day of the accident.",
  },
  coverage:
    "{severity}: employers and inspectorate {first}, insurers and clinics {second}, both {both}: {estimate} in all [{lower}; {upper}]. Whoever is in one list is more likely in the other, so that this is too low.",
  coverageTooFew:
    "{severity}: employers and inspectorate {first}, insurers and clinics {second}, both {both}: too few in both for an estimate.",
  strata: { severe_fatal: "Severe and fatal", light: "Light", total: "Together" },
  duplicates: "At most {cases} counted victims ({percent}) may be another one told again.",
  unstated: "Not stated: {shares}.",
  share: "{name} {percent} ({unstated} of {of})",
  daysLost: "days lost",
  dimensions: {
    region: "region",
    sector: "section of activity",
    sex: "sex",
    ageBand: "age",
    cause: "cause",
    circumstance: "circumstance",
    roadTraffic: "road traffic",
    workerStatus: "status of the worker",
    migrant: "migrant",
    size: "size of the enterprise",
    employer: "enterprise",
    method: "mining method",
    commodity: "what is mined",
    hazard: "hazard",
    mine: "mine",
    contractor: "contractor",
  },
  timeliness:
    "The first release of the year, {firstRelease}, came {days} days after its end. From the accident to its registration: median {median} days, 90th percentile {p90} days ({cases} victims). Victims of before the month in which their reporter first registered anything: {leftOut}, left out.",
  break: "{on}: {regions}.",
  coherence:
    "The inspectorate's series: {accidents} victims of accidents of {year}, of whom a statement of the inspectorate tells of {stated}. The statistics bureau's series (form 7-ТПЗ) is another population, which holds diseases (here {diseases}) and poisonings (here {poisonings}); it is not stated in this log, and the two are never added.",
  revisions: "{figure}: MR {mean}, MAR {absolute}, RMAR {relative}, over {years} years with several releases.",
  revisionsTooFew: "{figure}: no year has two releases yet.",
  figures: { injured: "Victims", fatal: "Deaths" },
  basis: "Basis of the denominators: {basis}.",
  nowcast:
    "Nowcasts of months to {lastTried}, made again of what was known then: {covered} of {of} ({percent}) held, 95 % limits [{lower}; {upper}].",
  nowcastTooShort: "Nowcast: the history is too short to say how often it held.",
  widened: "Their limits are moved away {widened} times.",
  disclosure: "The release is exact, by the decision of whoever made it.",
};

const ru: SimsTexts = {
  title: "Качество выпуска {name}, {year} год",
  sheet: "Качество",
  madeUp: "ВЫМЫШЛЕННЫЕ ДАННЫЕ.",
  cut: "Срез журнала: {watermark}; выпуск № {number}, записан {recordedAt}.",
  place: "SIMS",
  concept: "Понятие",
  told: "Отчёт",
  names: {
    STAT_PRES: "Статистическое представление",
    STAT_CONC_DEF: "Статистические понятия и определения",
    ACCURACY: "Точность и надёжность",
    ACCURACY_OVERALL: "Точность в целом",
    COVERAGE_ERR: "Ошибка охвата",
    OVERCOVERAGE_RATE: "Избыточный охват",
    NONRESPONSE_ERR: "Что в случаях не указано",
    TIMELINESS_PUNCT: "Своевременность и пунктуальность",
    TIMELINESS: "Своевременность",
    COHER_COMPAR: "Согласованность и сопоставимость",
    COMPAR_TIME: "Сопоставимость во времени",
    COHER_X_DOM: "Согласованность с другой статистикой",
    DATA_REV: "Пересмотр данных",
    REV_PRACTICE: "Практика пересмотра",
    STAT_PROCESS: "Статистическая обработка",
    DATA_COMP: "Формирование данных",
  },
  definitions: "Определения: {definitions}. Правила объединения {rules}, методы {methods}; справочники {codeLists}.",
  cases: "На срез выпуска учтено пострадавших при несчастных случаях {year} года: {cases}; в выпуске: {released}.",
  reasons: {
    rules_differ: "Он создан по другим правилам объединения, чем нынешние.",
    release_of_other_day: "Он считает по дню смерти или регистрации; здесь сказано о дне несчастного случая.",
  },
  coverage:
    "{severity}: работодатели и инспекция {first}, страховщики и медицинские организации {second}, оба списка {both}: всего {estimate} [{lower}; {upper}]. Кто есть в одном списке, чаще есть и в другом, поэтому оценка занижена.",
  coverageTooFew:
    "{severity}: работодатели и инспекция {first}, страховщики и медицинские организации {second}, оба списка {both}: в обоих слишком мало для оценки.",
  strata: { severe_fatal: "Тяжёлые и смертельные", light: "Лёгкие", total: "Вместе" },
  duplicates: "Не более {cases} учтённых пострадавших ({percent}) могут быть повторно сообщёнными.",
  unstated: "Не указано: {shares}.",
  share: "{name} {percent} ({unstated} из {of})",
  daysLost: "дни нетрудоспособности",
  dimensions: {
    region: "регион",
    sector: "вид деятельности",
    sex: "пол",
    ageBand: "возраст",
    cause: "причина",
    circumstance: "обстоятельство",
    roadTraffic: "дорожное движение",
    workerStatus: "статус работника",
    migrant: "мигрант",
    size: "размер предприятия",
    employer: "предприятие",
    method: "способ добычи",
    commodity: "добываемое сырьё",
    hazard: "опасность",
    mine: "шахта",
    contractor: "подрядчик",
  },
  timeliness:
    "Первый выпуск года, {firstRelease}: через {days} дн. после его окончания. От несчастного случая до его регистрации: медиана {median} дн., 90-й процентиль {p90} дн. (пострадавших: {cases}). Не учтено пострадавших за время до месяца, в котором их источник впервые что-либо зарегистрировал: {leftOut}.",
  break: "{on}: {regions}.",
  coherence:
    "Ряд инспекции: пострадавших при несчастных случаях {year} года {accidents}, из них инспекция сообщила о {stated}. Ряд бюро статистики (форма 7-ТПЗ) относится к другой совокупности, куда входят заболевания (здесь {diseases}) и отравления (здесь {poisonings}); в этом журнале его нет, и два ряда никогда не складываются.",
  revisions: "{figure}: MR {mean}, MAR {absolute}, RMAR {relative}, лет с несколькими выпусками: {years}.",
  revisionsTooFew: "{figure}: ни у одного года ещё нет двух выпусков.",
  figures: { injured: "Пострадавшие", fatal: "Погибшие" },
  basis: "Основа знаменателей: {basis}.",
  nowcast:
    "Оценки месяцев по {lastTried}, сделанные заново по тому, что было известно тогда: сбылось {covered} из {of} ({percent}), границы 95 % [{lower}; {upper}].",
  nowcastTooShort: "Оценка недавних месяцев: история слишком коротка, чтобы сказать, как часто она сбывалась.",
  widened: "Её границы раздвинуты в {widened} раза.",
  disclosure: "Показатели выпуска точные, по решению того, кто его создал.",
};

const kk: SimsTexts = {
  title: "{name} шығарылымының сапасы, {year} жыл",
  sheet: "Сапасы",
  madeUp: "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР.",
  cut: "Журнал қимасы: {watermark}; № {number} шығарылым, {recordedAt} жазылған.",
  place: "SIMS",
  concept: "Ұғым",
  told: "Есеп",
  names: {
    STAT_PRES: "Статистикалық сипаттама",
    STAT_CONC_DEF: "Статистикалық ұғымдар мен анықтамалар",
    ACCURACY: "Дәлдік пен сенімділік",
    ACCURACY_OVERALL: "Жалпы дәлдік",
    COVERAGE_ERR: "Қамту қатесі",
    OVERCOVERAGE_RATE: "Артық қамту",
    NONRESPONSE_ERR: "Жағдайларда көрсетілмегені",
    TIMELINESS_PUNCT: "Уақтылылық пен мерзімділік",
    TIMELINESS: "Уақтылылық",
    COHER_COMPAR: "Келісімділік пен салыстырымдылық",
    COMPAR_TIME: "Уақыт бойынша салыстырымдылық",
    COHER_X_DOM: "Басқа статистикамен келісімділік",
    DATA_REV: "Деректерді қайта қарау",
    REV_PRACTICE: "Қайта қарау тәжірибесі",
    STAT_PROCESS: "Статистикалық өңдеу",
    DATA_COMP: "Деректерді қалыптастыру",
  },
  definitions: "Анықтамалар: {definitions}. Біріктіру қағидалары {rules}, әдістер {methods}; анықтамалықтар {codeLists}.",
  cases: "Шығарылым қимасында {year} жылғы жазатайым оқиғаларда зардап шеккен {cases} адам есептелген; шығарылымда: {released}.",
  reasons: {
    rules_differ: "Ол қазіргіден басқа біріктіру қағидаларымен жасалған.",
    release_of_other_day: "Ол қайтыс болған не тіркелген күн бойынша есептейді; мұнда оқиға күні туралы айтылған.",
  },
  coverage:
    "{severity}: жұмыс берушілер мен инспекция {first}, сақтандырушылар мен медициналық ұйымдар {second}, екеуінде де {both}: барлығы {estimate} [{lower}; {upper}]. Бір тізімде бар адам екіншісінде де жиі болады, сондықтан баға төмен.",
  coverageTooFew:
    "{severity}: жұмыс берушілер мен инспекция {first}, сақтандырушылар мен медициналық ұйымдар {second}, екеуінде де {both}: баға беруге тым аз.",
  strata: { severe_fatal: "Ауыр және қаза болған", light: "Жеңіл", total: "Бірге" },
  duplicates: "Есептелген зардап шеккендердің ең көбі {cases} ({percent}) қайталап хабарланған болуы мүмкін.",
  unstated: "Көрсетілмеген: {shares}.",
  share: "{name} {percent} ({of} ішінен {unstated})",
  daysLost: "еңбекке жарамсыз күндер",
  dimensions: {
    region: "өңір",
    sector: "қызмет түрі",
    sex: "жынысы",
    ageBand: "жасы",
    cause: "себебі",
    circumstance: "мән-жайы",
    roadTraffic: "жол қозғалысы",
    workerStatus: "жұмыскердің мәртебесі",
    migrant: "мигрант",
    size: "кәсіпорын мөлшері",
    employer: "кәсіпорын",
    method: "өндіру тәсілі",
    commodity: "өндірілетін шикізат",
    hazard: "қауіп",
    mine: "шахта",
    contractor: "мердігер",
  },
  timeliness:
    "Жылдың алғашқы шығарылымы, {firstRelease}, жыл аяқталған соң {days} күннен кейін шыққан. Оқиғадан тіркелгенге дейін: медиана {median} күн, 90-процентиль {p90} күн (зардап шеккен {cases} адам). Дереккөзі алғаш тіркеген айдан бұрынғы зардап шеккендер есепке кірмейді: {leftOut}.",
  break: "{on}: {regions}.",
  coherence:
    "Инспекция қатары: {year} жылғы жазатайым оқиғаларда зардап шеккен {accidents} адам, оның {stated} туралы инспекция хабарлаған. Статистика бюросының қатары (7-ТПЗ нысаны) аурулар (мұнда {diseases}) мен уланулар (мұнда {poisonings}) кіретін басқа жиынтыққа жатады; ол бұл журналда жоқ, екі қатар ешқашан қосылмайды.",
  revisions: "{figure}: MR {mean}, MAR {absolute}, RMAR {relative}, бірнеше шығарылымы бар жылдар: {years}.",
  revisionsTooFew: "{figure}: әзірге екі шығарылымы бар жыл жоқ.",
  figures: { injured: "Зардап шеккендер", fatal: "Қаза тапқандар" },
  basis: "Бөлгіштердің негізі: {basis}.",
  nowcast:
    "{lastTried} дейінгі айлардың сол кезде белгілі болғаннан қайта жасалған бағалары: {of} ішінен {covered} ({percent}) расталды, 95 % шектер [{lower}; {upper}].",
  nowcastTooShort: "Соңғы айлардың бағасы: оның қаншалықты жиі расталғанын айту үшін тарих тым қысқа.",
  widened: "Оның шектері {widened} есе кеңейтілген.",
  disclosure: "Шығарылым көрсеткіштері дәл, оны жасаған адамның шешімімен.",
};

export const simsTexts: Readonly<Record<Language, SimsTexts>> = { kk, ru, en };
