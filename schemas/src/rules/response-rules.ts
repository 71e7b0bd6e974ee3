import type { RuleSet } from "./rule.ts";

/** QG-07xx: the method, the form and the moment of a response, and why it cannot be given now. */
export const responseRules = {
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
  "QG-0703": {
    level: "error",
    message: {
      en: "This is neither a position as acknowledged (0:812) nor a watermark as answered (0:812,1:790).",
      ru: "Это не позиция из подтверждения (0:812) и не водяной знак из ответа (0:812,1:790).",
      kk: "Бұл растаудағы орын (0:812) да, жауаптағы су белгісі (0:812,1:790) де емес.",
    },
  },
  "QG-0704": {
    level: "error",
    message: {
      en: "Not a year that is answered. Write four digits, {earliest} to {latest}.",
      ru: "За такой год ответа нет. Пишите четыре цифры, от {earliest} до {latest}.",
      kk: "Мұндай жылға жауап жоқ. Төрт цифрмен жазыңыз, {earliest} мен {latest} аралығында.",
    },
  },
  // No longer given: a language is taken with every form.
  "QG-0705": {
    level: "error",
    message: {
      en: "Only a workbook has a language. Ask with format=xlsx, or leave lang out.",
      ru: "Язык есть только у книги. Укажите format=xlsx или уберите lang.",
      kk: "Тіл тек кітапта болады. format=xlsx көрсетіңіз немесе lang параметрін алып тастаңыз.",
    },
  },
  "QG-0706": {
    level: "error",
    message: {
      en: "excel=true is a way to write CSV. Ask with format=csv, or for a workbook with format=xlsx alone.",
      ru: "excel=true означает вид CSV. Укажите format=csv, а для книги только format=xlsx.",
      kk: "excel=true CSV түрін білдіреді. format=csv көрсетіңіз, ал кітап үшін тек format=xlsx.",
    },
  },
  "QG-0721": {
    level: "error",
    message: {
      en: "There is no such resource. The agency is KZOSH, the version 1.0; /sdmx/2.1/dataflow/KZOSH lists the dataflows.",
      ru: "Такого ресурса нет. Агентство KZOSH, версия 1.0; потоки данных перечислены в /sdmx/2.1/dataflow/KZOSH.",
      kk: "Мұндай ресурс жоқ. Агенттік KZOSH, нұсқасы 1.0; деректер ағындары /sdmx/2.1/dataflow/KZOSH мекенжайында.",
    },
  },
  "QG-0722": {
    level: "error",
    message: {
      en: "This is no key of the dataflow. A position for each of {order}, with codes of its list, several joined by +, or empty for all.",
      ru: "Это не ключ потока данных. По одной позиции на каждое из {order}: коды из его списка, несколько через +, пусто для всех.",
      kk: "Бұл деректер ағынының кілті емес. {order} әрқайсысына бір орын: тізімінің кодтары, бірнешеуі + арқылы, бәрі үшін бос.",
    },
  },
  "QG-0723": {
    level: "error",
    message: {
      en: "The key asks for {tables} tables; {tablesMax} are given at once. Name a frequency, a measure, or the total of a dimension.",
      ru: "Ключ запрашивает таблиц: {tables}; за раз даётся не больше {tablesMax}. Укажите частоту, показатель или итог по измерению.",
      kk: "Кілт {tables} кесте сұрайды; бір жолы {tablesMax} кестеге дейін беріледі. Жиілікті, көрсеткішті немесе өлшемнің жиынтығын көрсетіңіз.",
    },
  },
  "QG-0724": {
    level: "error",
    message: {
      en: "Not a period. Write 2025, 2025-Q1, 2025-01 or 2025-01-31.",
      ru: "Это не период. Пишите 2025, 2025-Q1, 2025-01 или 2025-01-31.",
      kk: "Бұл кезең емес. 2025, 2025-Q1, 2025-01 немесе 2025-01-31 деп жазыңыз.",
    },
  },
  "QG-0725": {
    level: "error",
    message: {
      en: "includeHistory and updatedAfter cannot be given together. Ask for the history, or for what has changed since.",
      ru: "includeHistory и updatedAfter нельзя указать вместе. Запросите историю или то, что изменилось с тех пор.",
      kk: "includeHistory және updatedAfter бірге көрсетілмейді. Тарихты не содан бері өзгергенді сұраңыз.",
    },
  },
  "QG-0726": {
    level: "error",
    message: {
      en: "{id} needs {member} stated by at least 80 % of its cases. In {period} {stated} of {cases} state it, and it is not approximated. Ask for other years, or for DF_INJ.",
      ru: "Для {id} не менее 80 % случаев должны указывать {member}. За {period} указывают {stated} из {cases}; приближённо показатель не даётся. Запросите другие годы или DF_INJ.",
      kk: "{id} үшін жағдайлардың кемінде 80 %-ы {member} көрсетуі керек. {period} кезеңінде {cases} жағдайдың {stated} көрсетеді; жуық мән берілмейді. Басқа жылдарды не DF_INJ сұраңыз.",
    },
  },
  "QG-0727": {
    level: "error",
    message: {
      en: "There is no indicator of this code. GET /v1/indicators lists them.",
      ru: "Показателя с таким кодом нет. GET /v1/indicators перечисляет показатели.",
      kk: "Мұндай кодты көрсеткіш жоқ. GET /v1/indicators көрсеткіштер тізімін береді.",
    },
  },
  "QG-0728": {
    level: "error",
    message: {
      en: "Nothing matches: within these periods the key has no series, or none has changed.",
      ru: "Ничего не найдено: за эти периоды рядов с таким ключом нет, или ни один не изменился.",
      kk: "Ештеңе табылмады: бұл кезеңдерде мұндай кілтті қатар жоқ, не бірде-біреуі өзгермеген.",
    },
  },
  "QG-0729": {
    level: "error",
    message: {
      en: "The standard has resources of this kind, and there are none here. There are {artefacts}.",
      ru: "В стандарте есть ресурсы этого вида, здесь их нет. Есть {artefacts}.",
      kk: "Стандартта бұл түрдегі ресурстар бар, мұнда жоқ. Барлары: {artefacts}.",
    },
  },
  "QG-0730": {
    level: "error",
    message: {
      en: "Not a number of observations. Write a whole number from 1 to {max}.",
      ru: "Это не число наблюдений. Пишите целое число от 1 до {max}.",
      kk: "Бұл бақылаулар саны емес. 1 мен {max} аралығындағы бүтін сан жазыңыз.",
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
