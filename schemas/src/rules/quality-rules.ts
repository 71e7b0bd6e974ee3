import type { RuleSet } from "./rule.ts";

/** QG-0831 to QG-0839: questions about the quality of the reporting. */
export const qualityRules = {
  "QG-0831": {
    level: "error",
    message: {
      en: "This cursor is of another cut than asOf. Leave asOf out: the cursor keeps the cut of its first page.",
      ru: "Этот курсор относится к другому срезу, чем asOf. Уберите asOf: курсор хранит срез первой страницы.",
      kk: "Бұл курсор asOf көрсеткеннен басқа қимаға жатады. asOf параметрін алып тастаңыз: курсор бірінші беттің қимасын сақтайды.",
    },
  },
  "QG-0832": {
    level: "error",
    message: {
      en: "A reporter is named by the source of its events, a URI such as urn:kz:bin:200140000004.",
      ru: "Источник называется так же, как source в его событиях, то есть URI вида urn:kz:bin:200140000004.",
      kk: "Хабарлаушы өз оқиғаларындағы source мәнімен аталады, яғни urn:kz:bin:200140000004 түріндегі URI.",
    },
  },
  "QG-0833": {
    level: "error",
    message: {
      en: "Such questions are answered one at a time, and {waitingMax} wait already. Repeat after the time that Retry-After names.",
      ru: "На такие вопросы сервис отвечает по одному, и {waitingMax} уже ждут. Повторите запрос через время, указанное в Retry-After.",
      kk: "Мұндай сұрақтарға қызмет бір-бірден жауап береді, ал {waitingMax} сұрақ кезекте тұр. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
} as const satisfies RuleSet;
