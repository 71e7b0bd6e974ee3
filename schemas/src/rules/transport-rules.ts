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
  "QG-0102": {
    level: "error",
    message: {
      en: "This media type is not taken here. Say in Content-Type what the body is: application/cloudevents+json (one event), application/cloudevents-batch+json (a JSON array of events) or application/x-ndjson (one event per line).",
      ru: "Такой тип содержимого здесь не принимается. Укажите в Content-Type, что находится в теле: application/cloudevents+json (одно событие), application/cloudevents-batch+json (массив событий JSON) или application/x-ndjson (по событию в строке).",
      kk: "Мұндай мазмұн түрі мұнда қабылданбайды. Content-Type тақырыпшасында дененің не екенін көрсетіңіз: application/cloudevents+json (бір оқиға), application/cloudevents-batch+json (оқиғалардың JSON массиві) немесе application/x-ndjson (әр жолда бір оқиға).",
    },
  },
  "QG-0103": {
    level: "error",
    message: {
      en: "The body is encoded in a way that is not taken here. Send UTF-8 (charset=utf-8, or no charset), as it is or compressed with gzip (Content-Encoding: gzip).",
      ru: "Кодировка тела здесь не принимается. Отправьте UTF-8 (charset=utf-8 или без charset), без сжатия или сжатое gzip (Content-Encoding: gzip).",
      kk: "Дененің кодтауы мұнда қабылданбайды. UTF-8 жіберіңіз (charset=utf-8 немесе charset көрсетпеңіз), сығылмаған немесе gzip арқылы сығылған (Content-Encoding: gzip).",
    },
  },
  "QG-0104": {
    level: "error",
    message: {
      en: "There is nothing at this address. The addresses are listed at /openapi.json and /docs; where the services are processes of their own, these are at the read API, and each process has its own part.",
      ru: "По этому адресу ничего нет. Адреса перечислены в /openapi.json и /docs; где службы работают отдельными процессами, эти страницы у службы чтения, а у каждого процесса своя часть адресов.",
      kk: "Бұл мекенжайда ештеңе жоқ. Мекенжайлар /openapi.json және /docs беттерінде берілген; қызметтер бөлек процестер болып жұмыс істесе, бұл беттер оқу қызметінде, ал әр процестің өз бөлігі бар.",
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
  "QG-0106": {
    level: "error",
    message: {
      en: "An event is at most {limit} bytes of JSON. Send less in one event; in a batch only this event is refused.",
      ru: "Событие занимает не более {limit} байт JSON. Отправьте в одном событии меньше; в пакете отклоняется только это событие.",
      kk: "Бір оқиға JSON түрінде {limit} байттан аспайды. Бір оқиғада азырақ жіберіңіз; пакетте тек осы оқиға қабылданбайды.",
    },
  },
  "QG-0107": {
    level: "error",
    message: {
      en: "The body is empty. Send an event; a batch without events is [].",
      ru: "Тело запроса пустое. Отправьте событие; пакет без событий записывается как [].",
      kk: "Сұраудың денесі бос. Оқиға жіберіңіз; оқиғасыз пакет [] деп жазылады.",
    },
  },
  "QG-0108": {
    level: "error",
    message: {
      en: "This query parameter, or its value, is not known here. Known: {known}.",
      ru: "Такой параметр запроса или его значение здесь неизвестны. Известны: {known}.",
      kk: "Мұндай сұрау параметрі немесе оның мәні мұнда белгісіз. Белгілісі: {known}.",
    },
  },
  "QG-0109": {
    level: "error",
    message: {
      en: "A batch is a JSON array of events: [{…},{…}]. Send one event as application/cloudevents+json, one event per line as application/x-ndjson.",
      ru: "Пакет является массивом событий JSON: [{…},{…}]. Одно событие отправляйте как application/cloudevents+json, по событию в строке как application/x-ndjson.",
      kk: "Пакет оқиғалардың JSON массиві болады: [{…},{…}]. Бір оқиғаны application/cloudevents+json түрінде, әр жолдағы оқиғаны application/x-ndjson түрінде жіберіңіз.",
    },
  },
  "QG-0110": {
    level: "error",
    message: {
      en: "A comma is missing before this event in the array. Send this event again; those before and after it are judged by themselves.",
      ru: "Перед этим событием в массиве нет запятой. Отправьте это событие ещё раз; события до и после него рассматриваются отдельно.",
      kk: "Массивте бұл оқиғаның алдында үтір жоқ. Осы оқиғаны қайта жіберіңіз; оның алдындағы және кейінгі оқиғалар бөлек қаралады.",
    },
  },
  "QG-0111": {
    level: "error",
    message: {
      en: "The array ends before its closing bracket: the body is cut off. What has no result was not seen; send it again.",
      ru: "Массив обрывается до закрывающей скобки: тело неполное. То, для чего нет результата, не получено; отправьте его ещё раз.",
      kk: "Массив жабушы жақшаға жетпей үзілген: дене толық емес. Нәтижесі жоқ оқиғалар алынған жоқ; оларды қайта жіберіңіз.",
    },
  },
  "QG-0112": {
    level: "error",
    message: {
      en: "Something follows the closing bracket of the array; up to the next event behind a comma it was not read. A body holds one array.",
      ru: "После закрывающей скобки массива что-то следует; до следующего события после запятой оно не прочитано. Тело содержит один массив.",
      kk: "Массивтің жабушы жақшасынан кейін тағы бірдеңе бар; үтірден кейінгі келесі оқиғаға дейін ол оқылған жоқ. Денеде бір ғана массив болады.",
    },
  },
  // No longer given: the binary mode is taken.
  "QG-0113": {
    level: "error",
    message: {
      en: "Events in binary mode (ce- headers) are not taken. Send the structured mode: the attributes inside the JSON, Content-Type application/cloudevents+json, no ce- headers.",
      ru: "События в двоичном режиме (заголовки ce-) не принимаются. Отправьте структурный режим: атрибуты внутри JSON, Content-Type application/cloudevents+json, без заголовков ce-.",
      kk: "Екілік режимдегі оқиғалар (ce- тақырыпшалары) қабылданбайды. Құрылымдық режимде жіберіңіз: атрибуттар JSON ішінде, Content-Type application/cloudevents+json, ce- тақырыпшаларынсыз.",
    },
  },
  "QG-0114": {
    level: "error",
    message: {
      en: "The gzip of this body is broken or cut off. What has no result was not seen; send it again.",
      ru: "Сжатие gzip этого тела повреждено или обрывается. То, для чего нет результата, не получено; отправьте его ещё раз.",
      kk: "Бұл дененің gzip сығуы бүлінген немесе үзілген. Нәтижесі жоқ оқиғалар алынған жоқ; оларды қайта жіберіңіз.",
    },
  },
  "QG-0115": {
    level: "error",
    message: {
      en: "There is a comma here without an event. Take out the comma that is too much.",
      ru: "Здесь запятая без события. Уберите лишнюю запятую.",
      kk: "Мұнда оқиғасыз үтір тұр. Артық үтірді алып тастаңыз.",
    },
  },
  "QG-0116": {
    level: "error",
    message: {
      en: "An event is a JSON object; here an array stands in its place. A batch is one flat array: [{…},{…}].",
      ru: "Событие является объектом JSON; здесь на его месте массив. Пакет является одним плоским массивом: [{…},{…}].",
      kk: "Оқиға JSON объектісі болады; мұнда оның орнында массив тұр. Пакет бір жазық массив болады: [{…},{…}].",
    },
  },
  "QG-0117": {
    level: "error",
    message: {
      en: "The log does not take this event as it is: it is too large once everything derived from it is added. Send less in one event.",
      ru: "Журнал не принимает это событие: вместе со всем, что из него выведено, оно слишком велико. Отправьте в одном событии меньше.",
      kk: "Журнал бұл оқиғаны қабылдамайды: одан шығарылған деректермен бірге ол тым үлкен. Бір оқиғада азырақ жіберіңіз.",
    },
  },
  "QG-0118": {
    level: "error",
    message: {
      en: "The header of this attribute (ce- and its name) is not UTF-8. Percent-encode the UTF-8 of every character beyond printable ASCII, as CloudEvents' HTTP binding says.",
      ru: "Заголовок этого атрибута (ce- и его имя) не в UTF-8. Всё, кроме печатных символов ASCII, передавайте в UTF-8 процентным кодированием, как требует привязка CloudEvents к HTTP.",
      kk: "Бұл атрибуттың тақырыпшасы (ce- және оның аты) UTF-8 емес. ASCII-дің басылатын таңбаларынан басқасының бәрін CloudEvents-тің HTTP байланысында айтылғандай UTF-8 түрінде пайыздық кодтаумен жіберіңіз.",
    },
  },
  "QG-0119": {
    level: "error",
    message: {
      en: "The header of this attribute stands twice: two readers would see two events. Send it once.",
      ru: "Заголовок этого атрибута указан дважды: два получателя увидели бы два разных события. Передайте его один раз.",
      kk: "Бұл атрибуттың тақырыпшасы екі рет тұр: екі оқушы екі түрлі оқиға көрер еді. Оны бір рет жіберіңіз.",
    },
  },
  "QG-0130": {
    level: "error",
    message: {
      en: "This service asks nobody who they are and answers this machine alone: Host must be localhost, 127.0.0.1 or [::1]. To be reached by another name it needs tokens (QORGAU_TOKENS_FILE), or the operator's word QORGAU_OPEN=yes.",
      ru: "Эта служба никого не спрашивает, кто обращается, и отвечает только этой машине: Host должен быть localhost, 127.0.0.1 или [::1]. Чтобы к ней обращались по другому имени, нужны токены (QORGAU_TOKENS_FILE) или слово оператора QORGAU_OPEN=yes.",
      kk: "Бұл қызмет кім жүгінгенін сұрамайды және тек осы машинаға жауап береді: Host мәні localhost, 127.0.0.1 немесе [::1] болуы керек. Басқа атпен жүгіну үшін токендер (QORGAU_TOKENS_FILE) немесе оператордың QORGAU_OPEN=yes сөзі керек.",
    },
  },
  "QG-0131": {
    level: "error",
    message: {
      en: "A page of another site sent this (Origin, Sec-Fetch-Site), and this service asks nobody who they are: such a page may change nothing here. A proxy in between must leave Host as it is.",
      ru: "Это отправила страница другого сайта (Origin, Sec-Fetch-Site), а эта служба никого не спрашивает, кто обращается: такая страница не может здесь ничего менять. Прокси на пути не должен менять Host.",
      kk: "Мұны бөгде сайттың беті жіберді (Origin, Sec-Fetch-Site), ал бұл қызмет кім жүгінгенін сұрамайды: мұндай бет мұнда ештеңені өзгерте алмайды. Арадағы прокси Host мәнін өзгертпеуі керек.",
    },
  },
  "QG-0132": {
    level: "error",
    message: {
      en: "The body comes too slowly: at least {rate} bytes a second, on average over {seconds} seconds, are waited for. What has no result was not seen; send it again, in smaller bodies where the line is slow.",
      ru: "Тело поступает слишком медленно: ожидается не менее {rate} байт в секунду в среднем за {seconds} секунд. То, для чего нет результата, не получено; отправьте его ещё раз, по медленной линии меньшими частями.",
      kk: "Дене тым баяу келеді: {seconds} секунд ішінде орташа есеппен секундына кемінде {rate} байт күтіледі. Нәтижесі жоқ оқиғалар алынған жоқ; оларды қайта жіберіңіз, байланыс баяу болса, кішірек бөліктермен.",
    },
  },
  "QG-0133": {
    level: "error",
    message: {
      en: "The head of the request did not come in time. Send it at once.",
      ru: "Заголовок запроса не поступил вовремя. Отправляйте его сразу.",
      kk: "Сұраудың тақырыбы уақытында келмеді. Оны бірден жіберіңіз.",
    },
  },
  "QG-0134": {
    level: "error",
    message: {
      en: "This body unpacks to more than {ratio} times its size: the rest was not read. What has no result was not seen; send it uncompressed, or in smaller bodies.",
      ru: "Это тело распаковывается более чем в {ratio} раз: остаток не прочитан. То, для чего нет результата, не получено; отправьте его без сжатия или меньшими частями.",
      kk: "Бұл дене ашылғанда {ratio} еседен артық ұлғаяды: қалғаны оқылған жоқ. Нәтижесі жоқ оқиғалар алынған жоқ; оларды сығусыз немесе кішірек бөліктермен жіберіңіз.",
    },
  },
  "QG-0135": {
    level: "error",
    message: {
      en: "The results of this body are at their limit: the rest was not read. What has no result was not seen; send it again in smaller bodies, and mend first what was rejected.",
      ru: "Результаты этого тела достигли предела: остаток не прочитан. То, для чего нет результата, не получено; отправьте его ещё раз меньшими частями и сначала исправьте то, что отклонено.",
      kk: "Бұл дененің нәтижелері шегіне жетті: қалғаны оқылған жоқ. Нәтижесі жоқ оқиғалар алынған жоқ; алдымен қабылданбағанын түзетіп, қалғанын кішірек бөліктермен қайта жіберіңіз.",
    },
  },
  "QG-0136": {
    level: "error",
    message: {
      en: "The address is longer than {max} characters, or a name in its path longer than {nameMax}. Name fewer codes in one question.",
      ru: "Адрес длиннее {max} символов, или имя в его пути длиннее {nameMax}. Указывайте в одном запросе меньше кодов.",
      kk: "Мекенжай {max} таңбадан немесе оның жолындағы ат {nameMax} таңбадан ұзын. Бір сұрауда азырақ код көрсетіңіз.",
    },
  },
  "QG-0137": {
    level: "error",
    message: {
      en: "The headers of the request are longer than {max} characters in all. Send fewer or shorter ones: cookies are not read here.",
      ru: "Заголовки запроса вместе длиннее {max} символов. Отправляйте меньше заголовков или более короткие: cookie здесь не читаются.",
      kk: "Сұраудың тақырыпшалары барлығы {max} таңбадан ұзын. Тақырыпшаларды азайтыңыз немесе қысқартыңыз: cookie мұнда оқылмайды.",
    },
  },
  "QG-0138": {
    level: "error",
    message: {
      en: "The body is larger than this address takes. Send less.",
      ru: "Тело больше, чем принимается по этому адресу. Отправьте меньше.",
      kk: "Дене бұл мекенжай қабылдайтыннан үлкен. Азырақ жіберіңіз.",
    },
  },
  "QG-0139": {
    level: "error",
    message: {
      en: "This media type is not taken at this address. Send JSON, with Content-Type: application/json.",
      ru: "Такой тип содержимого по этому адресу не принимается. Отправьте JSON с Content-Type: application/json.",
      kk: "Мұндай мазмұн түрі бұл мекенжайда қабылданбайды. Content-Type: application/json көрсетіп, JSON жіберіңіз.",
    },
  },
  "QG-0140": {
    level: "error",
    message: {
      en: "The header Expect asks for what is not known here; 100-continue alone is. Leave it out.",
      ru: "Заголовок Expect требует того, что здесь неизвестно; известно только 100-continue. Уберите его.",
      kk: "Expect тақырыпшасы мұнда белгісіз нәрсені талап етеді; тек 100-continue белгілі. Оны алып тастаңыз.",
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
  "QG-0903": {
    level: "error",
    message: {
      en: "The service is starting: it waits for the log or the store. Send the same again after the time that Retry-After names; what it waits for stands in its log.",
      ru: "Служба запускается: она ждёт журнал или хранилище. Повторите то же после времени, указанного в Retry-After; чего она ждёт, написано в её журнале работы.",
      kk: "Қызмет іске қосылып жатыр: ол журналды немесе қойманы күтуде. Retry-After көрсеткен уақыттан кейін қайта жіберіңіз; не күтіп тұрғаны оның жұмыс журналында жазылған.",
    },
  },
} as const satisfies RuleSet;
