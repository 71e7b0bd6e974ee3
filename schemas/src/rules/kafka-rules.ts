import type { RuleSet } from "./rule.ts";

/** QG-012x: a message of a Kafka topic as a whole, before the event in it is looked at. */
export const kafkaRules = {
  "QG-0121": {
    level: "error",
    message: {
      en: "The message has no value. An event is the value of a message; a record is taken back by an event of a type that ends in .withdrawn.v1.",
      ru: "У сообщения нет значения. Событие передаётся значением сообщения; запись отзывается событием, тип которого кончается на .withdrawn.v1.",
      kk: "Хабарламаның мәні жоқ. Оқиға хабарламаның мәні ретінде беріледі; жазба түрі .withdrawn.v1 деп аяқталатын оқиғамен кері алынады.",
    },
  },
  "QG-0122": {
    level: "error",
    message: {
      en: "These bytes are not UTF-8. Send the event as UTF-8 JSON; compression, if any, is the Kafka client's and not the sender's own.",
      ru: "Эти байты не являются UTF-8. Отправьте событие как JSON в UTF-8; сжимать может только сам клиент Kafka, а не отправитель.",
      kk: "Бұл байттар UTF-8 емес. Оқиғаны UTF-8 кодтауындағы JSON түрінде жіберіңіз; сығуды жіберуші емес, Kafka клиентінің өзі ғана жасайды.",
    },
  },
} as const satisfies RuleSet;
