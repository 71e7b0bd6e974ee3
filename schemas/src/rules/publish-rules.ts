import type { RuleSet } from "./rule.ts";

/** QG-091x: why no response can be computed from what is published for a moment. */
export const publishRules = {
  "QG-0910": {
    level: "error",
    message: {
      en: "The tables of the figures keep changing places while they are read, so no answer of one cut could be given. Repeat after the time that Retry-After names.",
      ru: "Таблицы показателей меняются местами во время чтения, и ответ одного среза дать не удалось. Повторите запрос через время, указанное в Retry-After.",
      kk: "Көрсеткіштер кестелері оқу кезінде орын ауыстыруда, сондықтан бір кесіндінің жауабын беру мүмкін болмады. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
  "QG-0911": {
    level: "error",
    message: {
      en: "A block of figures that was given up came late and is being taken out of the counts. Repeat after the time that Retry-After names.",
      ru: "Блок показателей, от которого уже отказались, записался с опозданием и сейчас исключается из подсчёта. Повторите запрос через время, указанное в Retry-After.",
      kk: "Бас тартылған көрсеткіштер блогы кешігіп жазылды, қазір ол есептен шығарылып жатыр. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
  "QG-0912": {
    level: "error",
    message: {
      en: "What was in the log when the service started is not all in the figures yet, so that they would be too low. Repeat after the time that Retry-After names; /readyz says how far it is. partial=true gives what there is, and Qorgau-Behind how many records are missing.",
      ru: "Не всё, что было в журнале при запуске службы, уже вошло в показатели, и они были бы занижены. Повторите запрос через время, указанное в Retry-After; /readyz показывает ход. partial=true даёт то, что есть, а Qorgau-Behind показывает, скольких записей не хватает.",
      kk: "Қызмет іске қосылғанда журналда болғанның бәрі көрсеткіштерге әлі кірген жоқ, сондықтан олар төмен болар еді. Retry-After көрсеткен уақыттан кейін қайталаңыз; барысын /readyz көрсетеді. partial=true барын береді, ал Qorgau-Behind қанша жазба жетіспейтінін көрсетеді.",
    },
  },
} as const satisfies RuleSet;
