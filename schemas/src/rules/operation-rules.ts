import type { RuleSet } from "./rule.ts";

/** QG-084x: the operator's jobs, and the time in which tables are made anew. */
export const operationRules = {
  "QG-0841": {
    level: "error",
    message: {
      en: "The figures are being made anew by a newer version of the program and cannot be read yet. Events are taken meanwhile; how far it has come stands at /v1/operations/rebuild.",
      ru: "Показатели пересчитываются новой версией программы и пока недоступны. События тем временем принимаются; ход работы виден по адресу /v1/operations/rebuild.",
      kk: "Көрсеткіштерді бағдарламаның жаңа нұсқасы қайта есептеп жатыр, әзірге оқу мүмкін емес. Оқиғалар бұл уақытта қабылдана береді; барысы /v1/operations/rebuild мекенжайында көрінеді.",
    },
  },
  "QG-0842": {
    level: "error",
    message: {
      en: "A job is started from the machine that the service runs on, by a request that names it (Host) and that no proxy passed on, and not by a page of another site. With a token of an operator it is started from anywhere.",
      ru: "Задание запускают с той машины, на которой работает служба, запросом, который её называет (Host) и не передан через прокси, и не со страницы другого сайта. С токеном оператора его запускают откуда угодно.",
      kk: "Тапсырма қызмет жұмыс істеп тұрған машинадан ғана, оны атайтын (Host) әрі прокси арқылы берілмеген сұраумен іске қосылады, бөгде сайттың бетінен қосылмайды. Оператор токенімен ол кез келген жерден іске қосылады.",
    },
  },
  "QG-0843": {
    level: "error",
    message: {
      en: "This process only answers questions. Jobs are run by the aggregator (npm run start:aggregator): ask at its own address.",
      ru: "Этот процесс только отвечает на вопросы. Задания выполняет агрегатор (npm run start:aggregator): обратитесь по его адресу.",
      kk: "Бұл процесс тек сұрақтарға жауап береді. Тапсырмаларды агрегатор орындайды (npm run start:aggregator): оның өз мекенжайына жүгініңіз.",
    },
  },
  "QG-0844": {
    level: "error",
    message: {
      en: "Of several aggregators the one that publishes the figures runs the jobs, and that is another one now: {member}. Ask at its address.",
      ru: "Из нескольких агрегаторов задания выполняет тот, который публикует показатели, сейчас это другой: {member}. Обратитесь по его адресу.",
      kk: "Бірнеше агрегатордың ішінде тапсырмаларды көрсеткіштерді жариялайтыны орындайды, қазір ол басқасы: {member}. Оның мекенжайына жүгініңіз.",
    },
  },
  "QG-0845": {
    level: "error",
    message: {
      en: "No aggregator has the turn to publish the figures yet, and only who has it runs jobs. Nothing was started; ask again.",
      ru: "Ни один агрегатор ещё не получил очередь публиковать показатели, а задания выполняет тот, у кого она есть. Ничего не запущено; повторите запрос.",
      kk: "Көрсеткіштерді жариялау кезегін әзірге бірде-бір агрегатор алған жоқ, ал тапсырмаларды кезегі бар агрегатор ғана орындайды. Ештеңе іске қосылмады; сұрауды қайталаңыз.",
    },
  },
} as const satisfies RuleSet;
