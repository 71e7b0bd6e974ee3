import type { RuleSet } from "./rule.ts";

/** QG-0660 to QG-0669: regions and KATO codes have dates. */
export const regionRules = {
  "QG-0660": {
    level: "warning",
    message: {
      en: "This region was formed later: on that day its area was part of {parent}, where it is counted.",
      ru: "Этот регион образован позже: в тот день его территория входила в {parent}, там случай и учтён.",
      kk: "Бұл өңір кейін құрылған: ол күні оның аумағы {parent} құрамында болды, жағдай сонда есептелді.",
    },
  },
  "QG-0661": {
    level: "warning",
    message: {
      en: "This KATO code is not in the list of {edition}; its region is taken from its first digits. Check the code.",
      ru: "Этого кода КАТО нет в перечне {edition}; регион взят по его первым цифрам. Проверьте код.",
      kk: "Бұл ҚАТО коды {edition} тізбесінде жоқ; өңір алғашқы цифрлары бойынша алынды. Кодты тексеріңіз.",
    },
  },
} as const satisfies RuleSet;
