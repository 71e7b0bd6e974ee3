import type { RuleSet } from "./rule.ts";

/** QG-0811 to QG-0829: questions about single records, and about where the number of one row comes from. */
export const recordsRules = {
  "QG-0811": {
    level: "error",
    message: {
      en: "This holds twelve digits that look like an IIN. No record has such a name: the door refuses it. Ask by the source and subject that were sent.",
      ru: "Здесь стоят двенадцать цифр, похожие на ИИН. Таких имён у записей нет: при приёме они отклоняются. Укажите source и subject, как в отправленном событии.",
      kk: "Мұнда ЖСН-ге ұқсас он екі цифр тұр. Жазбаларда мұндай атау болмайды: қабылдау кезінде олар қабылданбайды. Жіберілген оқиғадағы source пен subject мәндерін көрсетіңіз.",
    },
  },
  "QG-0812": {
    level: "error",
    message: {
      en: "This parameter is required and may not be empty.",
      ru: "Этот параметр обязателен и не может быть пустым.",
      kk: "Бұл параметр міндетті және бос болмауы тиіс.",
    },
  },
  "QG-0813": {
    level: "error",
    message: {
      en: "No statement of a record of this name is held at this cut. Check source and subject letter by letter; what was just sent may need atLeast with its position.",
      ru: "На этом срезе нет ни одного сообщения записи с таким именем. Проверьте source и subject посимвольно; для только что отправленного укажите atLeast с его позицией.",
      kk: "Бұл қимада мұндай атаулы жазбаның бірде-бір хабары жоқ. source пен subject мәндерін таңбалап тексеріңіз; жаңа ғана жіберілгені үшін atLeast параметрінде орнын көрсетіңіз.",
    },
  },
  "QG-0814": {
    level: "error",
    message: {
      en: "This question has more than one row. Name the period with from and to, and the cell with filters: region=KZ-35 in place of by=region, unknown for the row of null.",
      ru: "На этот вопрос больше одной строки. Укажите период через from и to, а ячейку через фильтры: region=KZ-35 вместо by=region, unknown для строки с null.",
      kk: "Бұл сұраққа бір жолдан көп жауап бар. Кезеңді from және to арқылы, ұяшықты сүзгілер арқылы көрсетіңіз: by=region орнына region=KZ-35, null жолы үшін unknown.",
    },
  },
  "QG-0815": {
    level: "error",
    message: {
      en: "This question has no row at this cut. Name the period with from and to and leave by out: then there is a row, be its count 0.",
      ru: "На этом срезе на вопрос нет ни одной строки. Укажите период через from и to и уберите by: тогда строка есть, пусть и с числом 0.",
      kk: "Бұл қимада сұраққа бірде-бір жол жоқ. Кезеңді from және to арқылы көрсетіп, by параметрін алып тастаңыз: сонда саны 0 болса да жол болады.",
    },
  },
  "QG-0816": {
    level: "error",
    message: {
      en: "Not a length of a page. Take a whole number from 1 to {limitMax}.",
      ru: "Это не длина страницы. Укажите целое число от 1 до {limitMax}.",
      kk: "Бұл бет ұзындығы емес. 1 мен {limitMax} аралығындағы бүтін сан көрсетіңіз.",
    },
  },
  "QG-0817": {
    level: "error",
    message: {
      en: "This cursor is not one of this question. Take nextCursor of the page before, with the same parameters, or begin without a cursor.",
      ru: "Этот курсор не от этого вопроса. Возьмите nextCursor предыдущей страницы с теми же параметрами или начните без курсора.",
      kk: "Бұл курсор осы сұраққа жатпайды. Алдыңғы беттің nextCursor мәнін сол параметрлермен алыңыз немесе курсорсыз бастаңыз.",
    },
  },
  "QG-0818": {
    level: "error",
    message: {
      en: "More than {recordsMax} records have a say in this row: its history is not told in one go. Narrow it with from and to or with filters.",
      ru: "На эту строку влияет больше {recordsMax} записей: её история не выдаётся целиком. Сузьте её через from и to или фильтры.",
      kk: "Бұл жолға {recordsMax} жазбадан көп әсер етеді: оның тарихы бірден берілмейді. Оны from және to немесе сүзгілер арқылы тарылтыңыз.",
    },
  },
} as const satisfies RuleSet;
