import type { RuleSet } from "./rule.ts";

/** QG-080x: responses at a past cut. QG-091x: why no response can be computed from what is published for a moment. */
export const pastRules = {
  "QG-0801": {
    level: "error",
    message: {
      en: "This is neither an instant with its offset (2026-02-03T07:40:00+05:00, with + written as %2B in an address) nor a watermark as answered (0:812,1:790).",
      ru: "Это не момент времени со смещением (2026-02-03T07:40:00+05:00, в адресе + пишется как %2B) и не водяной знак из ответа (0:812,1:790).",
      kk: "Бұл ығысуы көрсетілген уақыт сәті (2026-02-03T07:40:00+05:00, мекенжайда + белгісі %2B деп жазылады) де, жауаптағы су белгісі (0:812,1:790) де емес.",
    },
  },
  "QG-0802": {
    level: "error",
    message: {
      en: "This instant is still to come, so nothing is known as of it. Take one that has passed, or leave asOf out for the latest figures.",
      ru: "Этот момент ещё не наступил, и на него ничего не известно. Укажите прошедший момент или уберите asOf, чтобы получить последние данные.",
      kk: "Бұл сәт әлі келген жоқ, сондықтан ол кезге ештеңе белгісіз. Өткен сәтті көрсетіңіз немесе соңғы деректерді алу үшін asOf параметрін алып тастаңыз.",
    },
  },
  "QG-0803": {
    level: "error",
    message: {
      en: "Not everything up to this cut is folded and settled yet. Repeat after the time that Retry-After names.",
      ru: "Ещё не всё до этого среза учтено и закреплено. Повторите запрос через время, указанное в Retry-After.",
      kk: "Осы кесіндіге дейінгінің бәрі әлі есепке алынып, бекітілген жоқ. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
  "QG-0804": {
    level: "error",
    message: {
      en: "The cut of asOf does not hold what atLeast asks for, and never will. Drop one of them, or take a later asOf.",
      ru: "Срез asOf не содержит того, чего требует atLeast, и никогда не будет содержать. Уберите один из параметров или укажите более поздний asOf.",
      kk: "asOf кесіндісінде atLeast талап ететін жазба жоқ және ешқашан болмайды. Біреуін алып тастаңыз немесе кешірек asOf көрсетіңіз.",
    },
  },
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
