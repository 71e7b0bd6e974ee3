import type { RuleSet } from "./rule.ts";

/** QG-01xx: the request as a whole, before any event in it is looked at; QG-09xx: the service cannot do it now. */
export const transportRules = {
  "QG-0101": {
    level: "error",
    message: {
      en: "This is not JSON. Send UTF-8 JSON; in a batch only the faulty event is refused.",
      ru: "Это не JSON. Отправьте JSON в кодировке UTF-8; в пакете отклоняется только ошибочное событие.",
      kk: "Бұл JSON емес. UTF-8 кодтауындағы JSON жіберіңіз; пакетте тек қате оқиға қабылданбайды.",
    },
  },
  "QG-0104": {
    level: "error",
    message: {
      en: "There is nothing at this address. The addresses are listed at /openapi.json and /docs.",
      ru: "По этому адресу ничего нет. Адреса перечислены в /openapi.json и /docs.",
      kk: "Бұл мекенжайда ештеңе жоқ. Мекенжайлар /openapi.json және /docs беттерінде берілген.",
    },
  },
  "QG-0105": {
    level: "error",
    message: {
      en: "The request is not well-formed HTTP for this address.",
      ru: "Запрос не является правильным HTTP-запросом для этого адреса.",
      kk: "Сұрау бұл мекенжай үшін дұрыс HTTP сұрауы емес.",
    },
  },
  "QG-0901": {
    level: "error",
    message: {
      en: "The service cannot do this now. Send the same again after the time that Retry-After names; repeating is harmless.",
      ru: "Служба сейчас не может это выполнить. Повторите то же после времени, указанного в Retry-After; повтор безвреден.",
      kk: "Қызмет мұны қазір орындай алмайды. Retry-After көрсеткен уақыттан кейін қайта жіберіңіз; қайталау зиянсыз.",
    },
  },
  "QG-0902": {
    level: "error",
    message: {
      en: "An unexpected fault of the service. It is logged; nothing was acknowledged.",
      ru: "Непредвиденная ошибка службы. Она записана в журнал; ничего не было подтверждено.",
      kk: "Қызметтің күтпеген ақауы. Ол журналға жазылды; ештеңе расталған жоқ.",
    },
  },
} as const satisfies RuleSet;
