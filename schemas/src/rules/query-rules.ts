import type { RuleSet } from "./rule.ts";

/** QG-06xx: questions to the read API. */
export const queryRules = {
  "QG-0601": {
    level: "error",
    message: {
      en: "There is no such parameter. Known ones: {parameters}.",
      ru: "Такого параметра нет. Известные параметры: {parameters}.",
      kk: "Мұндай параметр жоқ. Белгілі параметрлер: {parameters}.",
    },
  },
  "QG-0602": {
    level: "error",
    message: {
      en: "This parameter may be given once. Join several codes with commas.",
      ru: "Этот параметр можно указать один раз. Несколько кодов перечислите через запятую.",
      kk: "Бұл параметр бір рет көрсетіледі. Бірнеше кодты үтірмен тізіңіз.",
    },
  },
  "QG-0603": {
    level: "error",
    message: {
      en: "This is none of the known values: {values}.",
      ru: "Это значение неизвестно. Известные значения: {values}.",
      kk: "Бұл мән белгісіз. Белгілі мәндер: {values}.",
    },
  },
  "QG-0604": {
    level: "error",
    message: {
      en: "A code here is not known. Take {form}; several of them joined by commas; any for all.",
      ru: "Один из кодов неизвестен. Допустимо: {form}; несколько через запятую; any для всех.",
      kk: "Кодтардың бірі белгісіз. Мүмкіндері: {form}; бірнешеуі үтірмен; бәрі үшін any.",
    },
  },
  "QG-0605": {
    level: "error",
    message: {
      en: "Not a calendar date. Write YYYY-MM-DD, {earliest} to {latest}.",
      ru: "Это не календарная дата. Пишите ГГГГ-ММ-ДД, от {earliest} до {latest}.",
      kk: "Бұл күнтізбелік күн емес. ЖЖЖЖ-АА-КК түрінде жазыңыз, {earliest} мен {latest} аралығында.",
    },
  },
  "QG-0606": {
    level: "error",
    message: {
      en: "from is later than to. Both days are included in the answer; swap them.",
      ru: "Дата from позже даты to. Оба дня входят в ответ; поменяйте их местами.",
      kk: "from күні to күнінен кеш. Екі күн де жауапқа кіреді; олардың орнын ауыстырыңыз.",
    },
  },
  "QG-0607": {
    level: "error",
    message: {
      en: "This parameter is not served yet. Ask without it.",
      ru: "Этот параметр пока не обслуживается. Повторите запрос без него.",
      kk: "Бұл параметр әзірге қолданылмайды. Сұрауды онсыз қайталаңыз.",
    },
  },
  "QG-0608": {
    level: "error",
    message: {
      en: "per=case gives days per case and goes with measure=days_lost alone.",
      ru: "per=case даёт дни на один случай и сочетается только с measure=days_lost.",
      kk: "per=case бір жағдайға шаққандағы күндерді береді және тек measure=days_lost өлшемімен қолданылады.",
    },
  },
  "QG-0609": {
    level: "error",
    message: {
      en: "Cases found not to be work-related are never counted. Take under_investigation or yes, or leave workRelated out.",
      ru: "Случаи, признанные не связанными с трудом, не учитываются. Укажите under_investigation или yes либо уберите workRelated.",
      kk: "Еңбекке қатысы жоқ деп танылған жағдайлар есепке алынбайды. under_investigation не yes көрсетіңіз немесе workRelated параметрін алып тастаңыз.",
    },
  },
  "QG-0610": {
    level: "error",
    message: {
      en: "The severity filter leaves nothing of this measure to count. Drop the filter or take measure=injured.",
      ru: "Фильтр severity исключает всё, что считает эта величина measure. Уберите фильтр или укажите measure=injured.",
      kk: "severity сүзгісі бұл measure санайтынның бәрін шығарып тастайды. Сүзгіні алып тастаңыз немесе measure=injured көрсетіңіз.",
    },
  },
  "QG-0611": {
    level: "error",
    message: {
      en: "A region here is of a country that is not asked. Without the parameter country it is KZ; name the region's country.",
      ru: "Один из регионов принадлежит стране, которой нет в запросе. Без параметра country это KZ; укажите страну региона.",
      kk: "Өңірлердің бірі сұралмаған елге жатады. country параметрінсіз ол KZ; өңірдің елін көрсетіңіз.",
    },
  },
  "QG-0612": {
    level: "error",
    message: {
      en: "A code or dimension stands here twice. Name each once; a KATO code names the same region as its ISO code.",
      ru: "Код или измерение указаны дважды. Назовите каждый один раз; код КАТО означает тот же регион, что и код ISO.",
      kk: "Код немесе өлшем екі рет көрсетілген. Әрқайсысын бір рет атаңыз; ҚАТО коды ISO кодымен бір өңірді білдіреді.",
    },
  },
  "QG-0613": {
    level: "error",
    message: {
      en: "any lifts the filter and stands alone.",
      ru: "any снимает фильтр и указывается без других значений.",
      kk: "any сүзгіні алып тастайды және жалғыз көрсетіледі.",
    },
  },
} as const satisfies RuleSet;
