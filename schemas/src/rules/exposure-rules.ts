import type { RuleSet } from "./rule.ts";

/** QG-05xx: exposure data. */
export const exposureRules = {
  "QG-0501": {
    level: "error",
    message: {
      en: "period must be a year, a quarter or a month: 2026, 2026-Q1 or 2026-01.",
      ru: "period: год, квартал или месяц в виде 2026, 2026-Q1 или 2026-01.",
      kk: "period: 2026, 2026-Q1 немесе 2026-01 түріндегі жыл, тоқсан не ай.",
    },
  },
  "QG-0502": {
    level: "error",
    message: {
      en: "This period begins before {earliest}, where the series begin.",
      ru: "Этот период начинается раньше {earliest}, начала рядов данных.",
      kk: "Бұл кезең деректер қатары басталатын {earliest} күнінен бұрын басталады.",
    },
  },
  "QG-0503": {
    level: "error",
    message: {
      en: "This period has not begun. Exposure is what was, not what is planned; check the year.",
      ru: "Этот период ещё не начался. Передаются фактические, а не плановые величины; проверьте год.",
      kk: "Бұл кезең әлі басталған жоқ. Жоспар емес, нақты шамалар беріледі; жылды тексеріңіз.",
    },
  },
  "QG-0504": {
    level: "error",
    message: {
      en: "This region is not known. Give an ISO 3166-2 code such as KZ-35, a first-level KATO code such as 350000000 or a country code such as US; absent is Kazakhstan.",
      ru: "Регион неизвестен. Укажите код ISO 3166-2, например KZ-35, код КАТО первого уровня, например 350000000, или код страны, например US; без региона имеется в виду Казахстан.",
      kk: "Өңір белгісіз. ISO 3166-2 кодын, мысалы, KZ-35, бірінші деңгейдегі ӘАОЖ (КАТО) кодын, мысалы, 350000000, немесе ел кодын, мысалы, US, көрсетіңіз; көрсетілмесе, Қазақстан деп саналады.",
    },
  },
  "QG-0505": {
    level: "error",
    message: {
      en: "This region is deeper than exposure is kept. Give the first level: KZ-35 or 350000000.",
      ru: "Этот регион глубже, чем ведётся учёт. Укажите первый уровень: KZ-35 или 350000000.",
      kk: "Бұл өңір есеп жүргізілетін деңгейден төмен. Бірінші деңгейді көрсетіңіз: KZ-35 немесе 350000000.",
    },
  },
  "QG-0506": {
    level: "error",
    message: {
      en: "This activity is not known. Give a section letter such as B or the two digits of a division such as 05; absent is all of them.",
      ru: "Вид деятельности неизвестен. Укажите букву секции, например B, или две цифры раздела, например 05; без него имеются в виду все.",
      kk: "Қызмет түрі белгісіз. Секция әрпін, мысалы, B, немесе бөлімнің екі цифрын, мысалы, 05, көрсетіңіз; көрсетілмесе, бәрі деп саналады.",
    },
  },
  "QG-0507": {
    level: "error",
    message: {
      en: "This activity is deeper than exposure is kept. Give its section letter or the two digits of its division.",
      ru: "Этот вид деятельности глубже, чем ведётся учёт. Укажите букву секции или две цифры раздела.",
      kk: "Бұл қызмет түрі есеп жүргізілетін деңгейден төмен. Секция әрпін немесе бөлімнің екі цифрын көрсетіңіз.",
    },
  },
  "QG-0508": {
    level: "error",
    message: {
      en: "This basis is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: основа численности (basis). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: сан негізі (basis). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0509": {
    level: "error",
    message: {
      en: "This exposure status is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: состояние сведений (status). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: мәлімет күйі (status). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0510": {
    level: "error",
    message: {
      en: "An exposure statement tells workers, hours or tonnes, and none of them is here. Add one; to take a statement back, withdraw it.",
      ru: "Сведения должны содержать workers, hours или tonnes, а здесь ничего из этого нет. Добавьте что-то одно; чтобы отозвать сведения, используйте withdrawn.",
      kk: "Мәліметте workers, hours немесе tonnes болуы керек, ал мұнда ешқайсысы жоқ. Біреуін қосыңыз; мәліметті қайтарып алу үшін withdrawn қолданыңыз.",
    },
  },
  "QG-0520": {
    level: "warning",
    message: {
      en: "basis tells what kind of number workers is, and hours_worked is none: no rate per workers will use it. Give the basis of workers; hours need none.",
      ru: "basis поясняет, что за число workers, а hours_worked для этого не подходит: в коэффициентах на работников оно не будет использовано. Укажите основу для workers; для hours она не нужна.",
      kk: "basis workers санының не екенін білдіреді, ал hours_worked бұған жарамайды: жұмыскерлерге шаққандағы көрсеткіштерде ол қолданылмайды. workers үшін негізді көрсетіңіз; hours үшін ол қажет емес.",
    },
  },
  "QG-0521": {
    level: "warning",
    message: {
      en: "tonnes are of what is mined or made, and this activity makes nothing that is weighed. Check sector, or leave tonnes out.",
      ru: "tonnes: масса добытого или произведённого, а этот вид деятельности ничего подобного не производит. Проверьте sector или уберите tonnes.",
      kk: "tonnes дегеніміз өндірілген өнімнің массасы, ал бұл қызмет түрі ондай ештеңе өндірмейді. sector дұрыстығын тексеріңіз немесе tonnes мүшесін алып тастаңыз.",
    },
  },
} as const satisfies RuleSet;
