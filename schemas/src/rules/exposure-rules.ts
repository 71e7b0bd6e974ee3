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
  "QG-0530": {
    level: "error",
    message: {
      en: "Exposure data have no such member. A dimension that is not read would make a part the whole; check the spelling against /docs.",
      ru: "Такого элемента в сведениях о численности нет. Непрочитанное измерение выдало бы часть за целое; сверьте написание с /docs.",
      kk: "Сан туралы мәліметте мұндай мүше жоқ. Оқылмаған өлшем бөлікті бүтін етіп көрсетер еді; жазылуын /docs бойынша тексеріңіз.",
    },
  },
  "QG-0531": {
    level: "error",
    message: {
      en: "A quantity is 0 or at least {min}: nothing smaller is counted in workers, hours or tonnes.",
      ru: "Величина равна 0 или не меньше {min}: в работниках, часах и тоннах меньшего не бывает.",
      kk: "Шама 0 немесе кемінде {min} болады: жұмыскер, сағат және тонна бұдан аз болмайды.",
    },
  },
  "QG-0533": {
    level: "warning",
    message: {
      en: "basis speaks of workers, and there are none here; it was left out. Hours and tonnes need no basis.",
      ru: "basis относится к workers, а их здесь нет; элемент не сохранён. Для hours и tonnes основа не нужна.",
      kk: "basis workers санына қатысты, ал мұнда ол жоқ; мүше сақталмады. hours пен tonnes үшін негіз қажет емес.",
    },
  },
  "QG-0534": {
    level: "warning",
    message: {
      en: "A contractor's case carries the contractor's own sector, so a cell of this sector and of contractors meets no case. Leave sector out.",
      ru: "Случай у подрядчика несёт вид деятельности самого подрядчика, поэтому ячейка этого sector и подрядчиков не встретит ни одного случая. Уберите sector.",
      kk: "Мердігердегі жағдай мердігердің өз қызмет түрін көрсетеді, сондықтан осы sector мен мердігерлер ұяшығына бірде-бір жағдай түспейді. sector мүшесін алып тастаңыз.",
    },
  },
  "QG-0535": {
    level: "error",
    message: {
      en: "This worker status is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: статус работника (workerStatus). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жұмыскер мәртебесі (workerStatus). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0536": {
    level: "error",
    message: {
      en: "There was no such region on the last day of this period. Name the region as it was then; a period that holds a change of regions is of the areas after it.",
      ru: "В последний день этого периода такого региона не было. Укажите регион того времени; период, в котором менялись регионы, относится к территориям после изменения.",
      kk: "Осы кезеңнің соңғы күнінде мұндай өңір болған жоқ. Сол уақыттағы өңірді көрсетіңіз; өңірлер өзгерген кезең өзгерістен кейінгі аумақтарға жатады.",
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
