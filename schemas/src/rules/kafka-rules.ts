import type { RuleSet } from "./rule.ts";

/** QG-012x and QG-071x: a message of a Kafka topic as a whole, before the event in it is looked at; and what was put aside. */
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
  "QG-0710": {
    level: "error",
    message: {
      en: "This message could not be taken in: the service failed at it. The fault is logged; nothing of the message is in the log. It can be replayed once the service is mended.",
      ru: "Это сообщение не удалось принять: на нём возник сбой службы. Ошибка записана в журнал службы; в журнал событий ничего из сообщения не попало. После исправления службы его можно принять повторно.",
      kk: "Бұл хабарламаны қабылдау мүмкін болмады: қызмет осы хабарламада қатеге ұшырады. Қате қызмет журналына жазылды; хабарламадан оқиғалар журналына ештеңе түскен жоқ. Қызмет жөнделгеннен кейін оны қайта қабылдауға болады.",
    },
  },
  "QG-0711": {
    level: "error",
    message: {
      en: "The message has more than {max} headers. Send the attributes of CloudEvents and little else as headers, or the whole event as value.",
      ru: "У сообщения больше {max} заголовков. Передавайте в заголовках атрибуты CloudEvents и мало что кроме них, либо всё событие значением сообщения.",
      kk: "Хабарламаның {max} тақырыпшадан көбі бар. Тақырыпшаларда CloudEvents атрибуттарын ғана дерлік беріңіз немесе бүкіл оқиғаны хабарламаның мәні ретінде жіберіңіз.",
    },
  },
  "QG-0712": {
    level: "error",
    message: {
      en: "The batch that this message came in cannot be unpacked. Compress with gzip or zstd, or not at all.",
      ru: "Пакет, в котором пришло это сообщение, не распаковывается. Сжимайте gzip или zstd либо не сжимайте вовсе.",
      kk: "Осы хабарлама келген топтаманы ашу мүмкін емес. gzip не zstd арқылы сығыңыз немесе мүлде сықпаңыз.",
    },
  },
  "QG-0713": {
    level: "error",
    message: {
      en: "The batch that this message came in unpacks to more than {max} bytes. Send smaller batches.",
      ru: "Пакет, в котором пришло это сообщение, распаковывается более чем в {max} байт. Отправляйте пакеты меньшего размера.",
      kk: "Осы хабарлама келген топтама ашылғанда {max} байттан асады. Кішірек топтамалар жіберіңіз.",
    },
  },
  "QG-0714": {
    level: "error",
    message: {
      en: "The dead letters cannot be read now: the Kafka cluster does not answer, or there are many of them. Repeat after the time that Retry-After names.",
      ru: "Отложенные сообщения сейчас недоступны: кластер Kafka не отвечает, или их очень много. Повторите запрос через время, указанное в Retry-After.",
      kk: "Кейінге қалдырылған хабарламаларды қазір оқу мүмкін емес: Kafka кластері жауап бермейді немесе олар өте көп. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
  "QG-0715": {
    level: "error",
    message: {
      en: "The batch that this message came in is damaged: its bytes are not those of its checksum. Nothing of the message was taken; send it again.",
      ru: "Пакет, в котором пришло это сообщение, повреждён: его содержимое не соответствует контрольной сумме. Из сообщения ничего не принято; отправьте его снова.",
      kk: "Осы хабарлама келген топтама бүлінген: мазмұны бақылау сомасына сәйкес келмейді. Хабарламадан ештеңе қабылданған жоқ; оны қайта жіберіңіз.",
    },
  },
} as const satisfies RuleSet;
