import type { RuleSet } from "./rule.ts";

/** QG-0855 to QG-0869: releases. */
export const releaseRules = {
  "QG-0855": {
    level: "error",
    message: {
      en: "Up to this cut the year has not a single case, so there is nothing to release.",
      ru: "До этого среза за год нет ни одного случая, и выпускать нечего.",
      kk: "Осы қимаға дейін бұл жыл бойынша бірде-бір жағдай жоқ, сондықтан шығаратын ештеңе жоқ.",
    },
  },
  "QG-0856": {
    level: "error",
    message: {
      en: "On the day of this cut the year lies ahead. Release it once it has begun.",
      ru: "На день этого среза год ещё не начался. Выпустите его, когда он начнётся.",
      kk: "Осы қима күні бұл жыл әлі басталған жоқ. Оны басталғаннан кейін шығарыңыз.",
    },
  },
  "QG-0857": {
    level: "error",
    message: {
      en: "supersedes names a release of the same year, by its name or number. GET /v1/releases lists them.",
      ru: "supersedes называет выпуск того же года по имени или номеру. GET /v1/releases перечисляет выпуски.",
      kk: "supersedes сол жылдың шығарылымын атауы не нөмірі бойынша көрсетеді. GET /v1/releases олардың тізімін береді.",
    },
  },
  "QG-0858": {
    level: "error",
    message: {
      en: "supersedes and reason go together: why the new release takes the place of the old, 1 to {reasonMax} characters in one line, without an identifier of a person.",
      ru: "supersedes и reason указываются вместе: почему новый выпуск заменяет прежний, от 1 до {reasonMax} символов одной строкой, без идентификатора лица.",
      kk: "supersedes пен reason бірге көрсетіледі: жаңа шығарылым бұрынғысын неге алмастырады, бір жолда 1-ден {reasonMax} таңбаға дейін, тұлғаның сәйкестендіргішінсіз.",
    },
  },
  "QG-0859": {
    level: "error",
    message: {
      en: "This release is superseded already, by {release}. Supersede that one.",
      ru: "Этот выпуск уже заменён выпуском {release}. Замените последний.",
      kk: "Бұл шығарылымды {release} шығарылымы алмастырып қойған. Соны алмастырыңыз.",
    },
  },
  "QG-0861": {
    level: "error",
    message: {
      en: "The body of a release is a JSON object: name and year, and where wanted per and asOf. Send it as application/json.",
      ru: "Тело выпуска: объект JSON с полями name и year, при необходимости per и asOf. Отправьте его как application/json.",
      kk: "Шығарылымның денесі JSON объектісі болады: name және year, қажет болса per және asOf. Оны application/json түрінде жіберіңіз.",
    },
  },
  "QG-0862": {
    level: "error",
    message: {
      en: "A release is named by 1 to 64 small Latin letters, digits and hyphens, a letter first, such as annual-2025. It holds no identifier of a person.",
      ru: "Имя выпуска: от 1 до 64 строчных латинских букв, цифр и дефисов, первой стоит буква, например annual-2025. Идентификаторов лиц в нём нет.",
      kk: "Шығарылым аты 1-ден 64-ке дейінгі латынның кіші әріптерінен, цифрлардан және дефистерден тұрады, бірінші таңбасы әріп, мысалы, annual-2025. Онда тұлғаның сәйкестендіргіші болмайды.",
    },
  },
  "QG-0863": {
    level: "error",
    message: {
      en: "A release of this name stands already and never changes. Take another name; a repetition of the same request names the watermark of the release in asOf.",
      ru: "Выпуск с таким именем уже есть и не меняется. Возьмите другое имя; повтор того же запроса указывает в asOf водяной знак выпуска.",
      kk: "Мұндай атаулы шығарылым бар және ол ешқашан өзгермейді. Басқа атау алыңыз; сол сұраудың қайталануы asOf ішінде шығарылымның су белгісін көрсетеді.",
    },
  },
  "QG-0864": {
    level: "error",
    message: {
      en: "There is no such release. GET /v1/releases lists them by number and name.",
      ru: "Такого выпуска нет. GET /v1/releases перечисляет выпуски с номерами и именами.",
      kk: "Мұндай шығарылым жоқ. GET /v1/releases олардың нөмірлері мен атауларын береді.",
    },
  },
  "QG-0865": {
    level: "error",
    message: {
      en: "The release is in the log, and the figures do not follow the log so far yet. It will be listed at GET /v1/releases.",
      ru: "Выпуск записан в журнал событий, но показатели ещё не дошли до этого места. Он появится в GET /v1/releases.",
      kk: "Шығарылым оқиғалар журналына жазылды, бірақ көрсеткіштер әлі сол орынға жеткен жоқ. Ол GET /v1/releases тізімінде шығады.",
    },
  },
  "QG-0866": {
    level: "error",
    message: {
      en: "This release was not kept in this form. Its forms are: {forms}.",
      ru: "В такой форме этот выпуск не сохранён. Его формы: {forms}.",
      kk: "Бұл шығарылым мұндай пішімде сақталмаған. Пішімдері: {forms}.",
    },
  },
  "QG-0867": {
    level: "error",
    message: {
      en: "Nothing is published up to this cut, so there is nothing to release.",
      ru: "До этого среза ничего не опубликовано, и выпускать нечего.",
      kk: "Осы қимаға дейін ештеңе жарияланбаған, сондықтан шығаратын ештеңе жоқ.",
    },
  },
  "QG-0868": {
    level: "error",
    message: {
      en: "A cell is named by scope and code together, unknown for the row of null; total and complex have no code.",
      ru: "Ячейка задаётся вместе параметрами scope и code, для строки с null пишется unknown; у total и complex кода нет.",
      kk: "Ұяшық scope және code параметрлерімен бірге аталады, null жолы үшін unknown жазылады; total мен complex кодсыз.",
    },
  },
} as const satisfies RuleSet;
