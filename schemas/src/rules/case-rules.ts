import type { RuleSet } from "./rule.ts";

/** QG-04xx: case and claim data. */
export const caseRules = {
  "QG-0401": {
    level: "error",
    message: {
      en: "This must be a date such as 2026-02-03, or a date-time with offset such as 2026-02-03T07:40:00+05:00.",
      ru: "Здесь должна быть дата, например 2026-02-03, или дата и время со смещением, например 2026-02-03T07:40:00+05:00.",
      kk: "Мұнда күн, мысалы, 2026-02-03, немесе ығысуы бар күн мен уақыт, мысалы, 2026-02-03T07:40:00+05:00 болуы керек.",
    },
  },
  "QG-0402": {
    level: "error",
    message: {
      en: "This date-time has no offset. Write it at its end, such as +05:00; or give the date alone.",
      ru: "У даты и времени нет смещения. Укажите его в конце, например +05:00, или передайте только дату.",
      kk: "Күн мен уақыттың ығысуы жоқ. Оны соңында көрсетіңіз, мысалы, +05:00, немесе тек күнді беріңіз.",
    },
  },
  "QG-0403": {
    level: "error",
    message: {
      en: "There is no such day in the calendar.",
      ru: "Такого дня в календаре нет.",
      kk: "Күнтізбеде мұндай күн жоқ.",
    },
  },
  "QG-0404": {
    level: "error",
    message: {
      en: "This date lies before {earliest}, where the series begin.",
      ru: "Эта дата раньше {earliest}, начала рядов данных.",
      kk: "Бұл күн деректер қатары басталатын {earliest} күнінен бұрын.",
    },
  },
  "QG-0405": {
    level: "error",
    message: {
      en: "This date lies more than one day in the future. Check the year, and the clock of the sending system.",
      ru: "Эта дата более чем на сутки в будущем. Проверьте год и часы отправляющей системы.",
      kk: "Бұл күн болашақта, бір тәуліктен артық. Жылды және жіберуші жүйенің сағатын тексеріңіз.",
    },
  },
  "QG-0406": {
    level: "error",
    message: {
      en: "In Kazakhstan the offset of occurredAt is +05:00 or +06:00: the date written is the date counted, and another offset may write another day. Write the local time of the place, or the date alone; for a place outside Kazakhstan give its region.",
      ru: "В Казахстане смещение в occurredAt равно +05:00 или +06:00: учитывается написанная дата, а с другим смещением она может оказаться другим днём. Укажите местное время или только дату; для места вне Казахстана укажите region.",
      kk: "Қазақстанда occurredAt ығысуы +05:00 немесе +06:00: жазылған күн есепке алынады, ал басқа ығысуда ол басқа күн болып шығуы мүмкін. Жергілікті уақытты немесе тек күнді жазыңыз; Қазақстаннан тыс жер үшін region көрсетіңіз.",
    },
  },
  "QG-0407": {
    level: "error",
    message: {
      en: "Z is Greenwich time, and in Kazakhstan an accident before five in the morning would be counted on the day before: the date written is the date counted. Write the local time with +05:00 or +06:00, or the date alone; for a place outside Kazakhstan give its region.",
      ru: "Z означает время по Гринвичу, и в Казахстане происшествие до пяти утра попало бы на предыдущий день: учитывается написанная дата. Укажите местное время с +05:00 или +06:00 либо только дату; для места вне Казахстана укажите region.",
      kk: "Z Гринвич уақытын білдіреді, сондықтан Қазақстанда таңғы беске дейінгі оқиға алдыңғы күнге жазылып қалар еді: жазылған күн есепке алынады. Жергілікті уақытты +05:00 немесе +06:00 ығысуымен не тек күнді жазыңыз; Қазақстаннан тыс жер үшін region көрсетіңіз.",
    },
  },
  "QG-0408": {
    level: "error",
    message: {
      en: "This must be a date alone, such as 2026-02-03, without a time of day.",
      ru: "Здесь должна быть только дата, например 2026-02-03, без времени.",
      kk: "Мұнда тек күн болуы керек, мысалы, 2026-02-03, уақытсыз.",
    },
  },
  "QG-0409": {
    level: "error",
    message: {
      en: "There is no such time of day or offset: hours go to 23, minutes and seconds to 59, offsets to 14:00.",
      ru: "Такого времени или смещения нет: часы до 23, минуты и секунды до 59, смещение до 14:00.",
      kk: "Мұндай уақыт немесе ығысу жоқ: сағат 23-ке дейін, минут пен секунд 59-ға дейін, ығысу 14:00-ге дейін.",
    },
  },
  "QG-0410": {
    level: "error",
    message: {
      en: "diedOn goes with severity fatal only. Make the severity fatal, or leave diedOn out.",
      ru: "diedOn передаётся только при severity fatal. Укажите fatal или уберите diedOn.",
      kk: "diedOn тек severity fatal болғанда беріледі. fatal деп көрсетіңіз немесе diedOn мүшесін алып тастаңыз.",
    },
  },
  "QG-0411": {
    level: "error",
    message: {
      en: "diedOn lies before the date of occurrence. Correct one of them.",
      ru: "diedOn раньше даты происшествия. Исправьте одну из дат.",
      kk: "diedOn оқиға болған күннен бұрын. Күндердің бірін түзетіңіз.",
    },
  },
  "QG-0412": {
    level: "error",
    message: {
      en: "employerPercent and workerPercent add up to more than 100.",
      ru: "employerPercent и workerPercent в сумме больше 100.",
      kk: "employerPercent пен workerPercent қосындысы 100-ден артық.",
    },
  },
  "QG-0420": {
    level: "error",
    message: {
      en: "This kind is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: вид (kind). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: түр (kind). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0421": {
    level: "error",
    message: {
      en: "This severity is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: тяжесть (severity). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: ауырлық (severity). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0422": {
    level: "error",
    message: {
      en: "This workRelated is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: связь с работой (workRelated). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жұмысқа байланысы (workRelated). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0423": {
    level: "error",
    message: {
      en: "This employer size is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: размер предприятия (size). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: кәсіпорын мөлшері (size). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0424": {
    level: "error",
    message: {
      en: "This sex is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: пол (sex). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жыныс (sex). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0425": {
    level: "error",
    message: {
      en: "This age band is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: возрастная группа (ageBand). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жас тобы (ageBand). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0426": {
    level: "error",
    message: {
      en: "occupation must be an ISCO-08 code as text: one to four digits.",
      ru: "occupation: код ISCO-08 в виде строки, от одной до четырёх цифр.",
      kk: "occupation: мәтін түріндегі ISCO-08 коды, бірден төртке дейінгі цифр.",
    },
  },
  "QG-0427": {
    level: "error",
    message: {
      en: "This region is not known. Give an ISO 3166-2 code such as KZ-35, or a KATO code of nine digits; where it is unknown, leave it out.",
      ru: "Регион неизвестен. Укажите код ISO 3166-2, например KZ-35, или девятизначный код КАТО; если регион неизвестен, не передавайте его.",
      kk: "Өңір белгісіз. ISO 3166-2 кодын, мысалы, KZ-35, немесе тоғыз таңбалы ӘАОЖ (КАТО) кодын көрсетіңіз; өңір белгісіз болса, оны жібермеңіз.",
    },
  },
  "QG-0428": {
    level: "error",
    message: {
      en: "This activity is not known. Give an OKED or NACE code: a section letter such as B, or two to five digits such as 05 or 05.10.1; where it is unknown, leave it out.",
      ru: "Вид деятельности неизвестен. Укажите код ОКЭД или NACE: букву секции, например B, или от двух до пяти цифр, например 05 или 05.10.1; если он неизвестен, не передавайте его.",
      kk: "Қызмет түрі белгісіз. ЭҚЖЖ немесе NACE кодын көрсетіңіз: секция әрпі, мысалы, B, немесе екіден беске дейінгі цифр, мысалы, 05 не 05.10.1; белгісіз болса, оны жібермеңіз.",
    },
  },
  "QG-0430": {
    level: "error",
    message: {
      en: "This type of injury (ESAW) is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: вид травмы (ESAW). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жарақат түрі (ESAW). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0431": {
    level: "error",
    message: {
      en: "This part of body (ESAW) is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: часть тела (ESAW). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: дене бөлігі (ESAW). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0432": {
    level: "error",
    message: {
      en: "This deviation (ESAW) is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: отклонение (ESAW). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: ауытқу (ESAW). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0433": {
    level: "error",
    message: {
      en: "This contact (ESAW) is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: контакт (ESAW). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жанасу (ESAW). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0434": {
    level: "error",
    message: {
      en: "This cause is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: причина (causes). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: себеп (causes). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0440": {
    level: "error",
    message: {
      en: "This mining method is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: способ добычи (method). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: өндіру тәсілі (method). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0441": {
    level: "error",
    message: {
      en: "This commodity is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: полезное ископаемое (commodity). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: пайдалы қазба (commodity). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0442": {
    level: "error",
    message: {
      en: "This hazard is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: опасность (hazard). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: қауіп (hazard). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0443": {
    level: "error",
    message: {
      en: "mine must be 1 to 64 characters of a-z, 0-9 and -.",
      ru: "mine: от 1 до 64 символов a-z, 0-9 и -.",
      kk: "mine: a-z, 0-9 және - таңбаларынан 1-ден 64-ке дейін.",
    },
  },
  "QG-0444": {
    level: "error",
    message: {
      en: "contractor is true for a contractor's worker and false for the operator's own; leave it out where it is not known.",
      ru: "contractor: true для работника подрядчика, false для собственного работника; если неизвестно, элемент не передаётся.",
      kk: "contractor: мердігердің жұмыскері үшін true, өз жұмыскері үшін false; белгісіз болса, көрсетілмейді.",
    },
  },
  "QG-0450": {
    level: "error",
    message: {
      en: "This entity of sameAs is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: вид записи в sameAs (entity). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: sameAs ішіндегі жазба түрі (entity). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0460": {
    level: "error",
    message: {
      en: "This claim status is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: состояние страхового случая (status). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: сақтандыру талабының күйі (status). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0470": {
    level: "warning",
    message: {
      en: "Since 1 March 2024 all of Kazakhstan keeps +05:00. The date written is counted as it stands; check the clock of the sending system.",
      ru: "С 1 марта 2024 года во всём Казахстане действует +05:00. Учитывается написанная дата; проверьте часы отправляющей системы.",
      kk: "2024 жылғы 1 наурыздан бастап бүкіл Қазақстанда +05:00 уақыты қолданылады. Жазылған күн есепке алынады; жіберуші жүйенің сағатын тексеріңіз.",
    },
  },
  "QG-0471": {
    level: "error",
    message: {
      en: "This is true or false, or left out where it is not known.",
      ru: "Здесь true или false; если неизвестно, член не передаётся.",
      kk: "Мұнда true не false болады; белгісіз болса, мүше берілмейді.",
    },
  },
  "QG-0472": {
    level: "error",
    message: {
      en: "This circumstance is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: обстоятельство (circumstance). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жағдай (circumstance). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0473": {
    level: "error",
    message: {
      en: "This status of the worker is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: статус работника (status). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: жұмыскердің мәртебесі (status). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0474": {
    level: "error",
    message: {
      en: "This sectorScheme is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: классификация отрасли (sectorScheme). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: сала жіктеуіші (sectorScheme). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0475": {
    level: "error",
    message: {
      en: "diagnosis is a code of ICD-10: a letter, a digit, a digit or letter, then up to four more behind an optional dot, such as J62.8.",
      ru: "diagnosis: код МКБ-10: буква, цифра, цифра или буква, далее до четырёх знаков после необязательной точки, например J62.8.",
      kk: "diagnosis: АХЖ-10 коды: әріп, цифр, цифр не әріп, одан кейін міндетті емес нүктеден соң төртке дейін таңба, мысалы, J62.8.",
    },
  },
  "QG-0476": {
    level: "error",
    message: {
      en: "This sector is no code of its sectorScheme, whose codes are such as {form}.",
      ru: "Такого кода отрасли (sector) в его классификации (sectorScheme) нет; её коды выглядят так: {form}.",
      kk: "Мұндай сала коды (sector) оның жіктеуішінде (sectorScheme) жоқ; оның кодтары мынадай: {form}.",
    },
  },
  "QG-0477": {
    level: "warning",
    message: {
      en: "No section follows from this code, so the sector of the case is unknown in figures. The code is kept as told.",
      ru: "Из этого кода не следует секция, поэтому в показателях отрасль случая неизвестна. Код хранится как передан.",
      kk: "Бұл кодтан секция шықпайды, сондықтан көрсеткіштерде оқиғаның саласы белгісіз. Код берілген күйінде сақталады.",
    },
  },
  "QG-0478": {
    level: "warning",
    message: {
      en: "Outside Kazakhstan the sector is read as NACE Rev. 2 where sectorScheme is absent. State it.",
      ru: "Вне Казахстана отрасль без sectorScheme читается как NACE Rev. 2. Укажите sectorScheme.",
      kk: "Қазақстаннан тыс жерде sectorScheme жоқ болса, сала NACE Rev. 2 бойынша оқылады. sectorScheme көрсетіңіз.",
    },
  },
  "QG-0479": {
    level: "warning",
    message: {
      en: "sectorScheme says what sector is written in and has no effect without it.",
      ru: "sectorScheme говорит, чем записана отрасль (sector), и без неё ничего не значит.",
      kk: "sectorScheme саланың (sector) қалай жазылғанын айтады, онсыз мағынасы жоқ.",
    },
  },
} as const satisfies RuleSet;
