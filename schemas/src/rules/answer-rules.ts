import type { RuleSet } from "./rule.ts";

/** QG-07xx: how an answer is asked for: the method, the form, the moment; and why it cannot be given. */
export const answerRules = {
  "QG-0701": {
    level: "error",
    message: {
      en: "This format is not known. Ask for format=json or format=csv, or leave it out.",
      ru: "Такой формат неизвестен. Укажите format=json или format=csv либо не указывайте ничего.",
      kk: "Мұндай пішім белгісіз. format=json немесе format=csv көрсетіңіз не көрсетпеңіз.",
    },
  },
  "QG-0702": {
    level: "error",
    message: {
      en: "The Accept header refuses every form that is here: {forms}.",
      ru: "Заголовок Accept отклоняет все имеющиеся здесь формы ответа: {forms}.",
      kk: "Accept тақырыпшасы мұндағы барлық жауап пішімінен бас тартады: {forms}.",
    },
  },
  "QG-0703": {
    level: "error",
    message: {
      en: "atLeast is a position as acknowledged (0:812) or a watermark as answered (0:812,1:790), every partition once.",
      ru: "atLeast: позиция из подтверждения (0:812) или водяной знак из ответа (0:812,1:790), каждый раздел один раз.",
      kk: "atLeast: растаудағы орын (0:812) немесе жауаптағы су белгісі (0:812,1:790), әр бөлім бір рет.",
    },
  },
  "QG-0704": {
    level: "error",
    message: {
      en: "This address does not take this method. It takes: {methods}.",
      ru: "Этот адрес не принимает такой метод. Он принимает: {methods}.",
      kk: "Бұл мекенжай мұндай әдісті қабылдамайды. Қабылдайтыны: {methods}.",
    },
  },
  "QG-0705": {
    level: "error",
    message: {
      en: "This address does not take such a parameter. It takes: {parameters}.",
      ru: "Этот адрес не принимает такой параметр. Он принимает: {parameters}.",
      kk: "Бұл мекенжай мұндай параметрді қабылдамайды. Қабылдайтыны: {parameters}.",
    },
  },
  "QG-0706": {
    level: "error",
    message: {
      en: "Give this parameter once.",
      ru: "Укажите этот параметр один раз.",
      kk: "Бұл параметрді бір рет көрсетіңіз.",
    },
  },
  "QG-0707": {
    level: "error",
    message: {
      en: "The year is four digits, 1900 to 2999.",
      ru: "Год состоит из четырёх цифр, от 1900 до 2999.",
      kk: "Жыл төрт цифрдан тұрады, 1900-ден 2999-ға дейін.",
    },
  },
  "QG-0791": {
    level: "error",
    message: {
      en: "The published figures cannot be read now: their store does not answer. What was acknowledged is safe in the log.",
      ru: "Опубликованные показатели сейчас недоступны: хранилище не отвечает. Всё подтверждённое сохранено в журнале событий.",
      kk: "Жарияланған көрсеткіштерді қазір оқу мүмкін емес: қойма жауап бермейді. Расталғанның бәрі оқиғалар журналында сақтаулы.",
    },
  },
} as const satisfies RuleSet;
