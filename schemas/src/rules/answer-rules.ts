import type { RuleSet } from "./rule.ts";

/** QG-07xx: the method and the form of an answer, and why it cannot be given now. */
export const answerRules = {
  "QG-0701": {
    level: "error",
    message: {
      en: "The Accept header refuses every form that is here: {forms}.",
      ru: "Заголовок Accept отклоняет все имеющиеся здесь формы ответа: {forms}.",
      kk: "Accept тақырыпшасы мұндағы барлық жауап пішімінен бас тартады: {forms}.",
    },
  },
  "QG-0702": {
    level: "error",
    message: {
      en: "This address does not take this method. It takes: {methods}.",
      ru: "Этот адрес не принимает такой метод. Он принимает: {methods}.",
      kk: "Бұл мекенжай мұндай әдісті қабылдамайды. Қабылдайтыны: {methods}.",
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
