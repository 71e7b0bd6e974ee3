import type { RuleSet } from "./rule.ts";

/** QG-0846 to QG-0854, QG-0890 and QG-0891: who calls, what they may see, and for whom they may speak. */
export const accessRules = {
  "QG-0846": {
    level: "error",
    message: {
      en: "This question goes beyond what your token is limited to: {limits}. Ask with these filters, or for the whole without naming others.",
      ru: "Этот запрос выходит за пределы, которыми ограничен ваш токен: {limits}. Задайте эти фильтры или запросите целое, не называя других.",
      kk: "Бұл сұрау токеніңіз шектелген аядан асып кетеді: {limits}. Осы сүзгілермен сұраңыз немесе басқаларды атамай, тұтасын сұраңыз.",
    },
  },
  "QG-0847": {
    level: "error",
    message: {
      en: "Your token shows what concerns its own sources and nothing of others. Name one of them as source: {sources}.",
      ru: "Ваш токен показывает то, что касается его собственных источников, и ничего о других. Укажите в source один из них: {sources}.",
      kk: "Токеніңіз тек өз дереккөздеріне қатысты мәліметті көрсетеді, басқаларға қатысты ештеңе көрсетпейді. source ішінде солардың бірін көрсетіңіз: {sources}.",
    },
  },
  "QG-0848": {
    level: "error",
    message: {
      en: "Of an area wider than your token is limited to, aggregates alone are given: whole months or longer, at most {dimensionsMax} dimensions in by and in filters together (measure=fatal, severe and light, lostDays and deathWithin count as filters), no mine, no employer, no withoutAccident; of days without a fatality no by and at most one filter.",
      ru: "По территории шире той, которой ограничен ваш токен, выдаются только сводные показатели: целые месяцы или дольше, не более {dimensionsMax} измерений в by и в фильтрах вместе (measure=fatal, severe и light, lostDays и deathWithin считаются фильтрами), без mine, employer и withoutAccident; по дням без гибели — без by и не более одного фильтра.",
      kk: "Токеніңіз шектелген аядан кеңірек аумақ бойынша тек жиынтық көрсеткіштер беріледі: толық айлар немесе одан ұзақ, by мен сүзгілерде қоса алғанда {dimensionsMax} өлшемнен аспайды (measure=fatal, severe және light, lostDays пен deathWithin сүзгі болып саналады), mine, employer және withoutAccident болмайды; өлімсіз күндер бойынша by болмайды және сүзгі біреуден аспайды.",
    },
  },
  "QG-0849": {
    level: "error",
    message: {
      en: "This token has expired. Ask whoever operates the service for another.",
      ru: "Срок действия этого токена истёк. Запросите другой у того, кто ведёт службу.",
      kk: "Бұл токеннің мерзімі өтті. Қызметті жүргізушіден басқасын сұраңыз.",
    },
  },
  "QG-0850": {
    level: "error",
    message: {
      en: "The audit trail cannot be written or read now, and what it would hold is not shown and not done. Repeat later; whoever operates the service finds the reason in its log.",
      ru: "Журнал аудита сейчас нельзя записать или прочитать, а то, что в нём должно быть отражено, не показывается и не выполняется. Повторите позже; причина есть в журнале службы.",
      kk: "Аудит журналын қазір жазу немесе оқу мүмкін емес, ал онда көрсетілуге тиіс нәрсе көрсетілмейді және орындалмайды. Кейінірек қайталаңыз; себебі қызмет журналында жазылған.",
    },
  },
  "QG-0851": {
    level: "error",
    message: {
      en: "This service asks who calls. Send the header Authorization: Bearer and your token; whoever operates the service makes tokens.",
      ru: "Служба спрашивает, кто обращается. Отправьте заголовок Authorization: Bearer и ваш токен; токены выдаёт тот, кто ведёт службу.",
      kk: "Қызмет кім жүгініп тұрғанын сұрайды. Authorization: Bearer тақырыпшасын және токеніңізді жіберіңіз; токенді қызметті жүргізуші береді.",
    },
  },
  "QG-0852": {
    level: "error",
    message: {
      en: "This token is not known here, or not any more. Ask whoever operates the service for another.",
      ru: "Такой токен здесь неизвестен или уже отозван. Запросите другой у того, кто ведёт службу.",
      kk: "Мұндай токен мұнда белгісіз немесе кері қайтарып алынған. Қызметті жүргізушіден басқасын сұраңыз.",
    },
  },
  "QG-0853": {
    level: "error",
    message: {
      en: "This token is not for that: it takes one that is made with {option}.",
      ru: "Этот токен для другого: нужен токен, созданный с {option}.",
      kk: "Бұл токен басқа іске арналған: {option} арқылы жасалған токен керек.",
    },
  },
  "QG-0854": {
    level: "error",
    message: {
      en: "This is not the sender's own source. Who sends proves to be one source (by token or by topic) and speaks for that one alone.",
      ru: "Это не собственный source отправителя. Отправитель подтверждает один source (токеном или темой) и говорит только от его имени.",
      kk: "Бұл жіберушінің өз source мәні емес. Жіберуші бір source екенін (токенмен немесе тақырыппен) дәлелдейді және тек соның атынан сөйлейді.",
    },
  },
  "QG-0882": {
    level: "error",
    message: {
      en: "This caller has used up its budget ({budget}: {units} a minute). Repeat after the time that Retry-After names; what was not answered was not taken in.",
      ru: "Этот клиент исчерпал свой лимит ({budget}: {units} в минуту). Повторите запрос через время, указанное в Retry-After; то, на что нет ответа, не принято.",
      kk: "Бұл клиент өз шегін тауысты ({budget}: минутына {units}). Retry-After көрсеткен уақыттан кейін қайталаңыз; жауабы жоқ сұрау қабылданған жоқ.",
    },
  },
  "QG-0884": {
    level: "error",
    message: {
      en: "You are signed in, and nothing here is assigned to you. Ask whoever operates the service.",
      ru: "Вы вошли, но прав здесь вам не назначено. Обратитесь к тому, кто ведёт службу.",
      kk: "Сіз кірдіңіз, бірақ мұнда сізге құқық берілмеген. Қызметті жүргізушіге хабарласыңыз.",
    },
  },
  "QG-0886": {
    level: "error",
    message: {
      en: "This client certificate is not known here, or cannot be read. Ask whoever operates the service to add it.",
      ru: "Этот клиентский сертификат здесь неизвестен или не читается. Попросите того, кто ведёт службу, добавить его.",
      kk: "Бұл клиент сертификаты мұнда белгісіз немесе оқылмайды. Қызметті жүргізушіден оны қосуды сұраңыз.",
    },
  },
  "QG-0885": {
    level: "error",
    message: {
      en: "The issuer of this token cannot be reached, so that its signature cannot be checked yet. Repeat after the time that Retry-After names.",
      ru: "Издатель этого токена недоступен, поэтому его подпись пока нельзя проверить. Повторите запрос через время, указанное в Retry-After.",
      kk: "Бұл токенді беруші қолжетімсіз, сондықтан оның қолтаңбасын әзірге тексеру мүмкін емес. Retry-After көрсеткен уақыттан кейін қайталаңыз.",
    },
  },
  "QG-0883": {
    level: "error",
    message: {
      en: "Too many unknown tokens came from this address. Try again after the time that Retry-After names; a token that is known is served at once.",
      ru: "С этого адреса поступило слишком много неизвестных токенов. Повторите попытку через время, указанное в Retry-After; известный токен принимается сразу.",
      kk: "Бұл мекенжайдан белгісіз токендер тым көп келді. Retry-After көрсеткен уақыттан кейін қайталап көріңіз; белгілі токен бірден қабылданады.",
    },
  },
  "QG-0891": {
    level: "error",
    message: {
      en: "The figures that are open to all are being prepared. Repeat in a moment.",
      ru: "Открытые для всех показатели готовятся. Повторите чуть позже.",
      kk: "Баршаға ашық көрсеткіштер дайындалып жатыр. Сәл кейінірек қайталаңыз.",
    },
  },
  "QG-0890": {
    level: "error",
    message: {
      en: "Open to all is a closed list of protected tables: injured by year, quarter or month, by at most two of region, sector, severity, kind, sex, ageBand and cause, or by region and division by year, of whole periods and without filters, past cuts or comparisons. More takes a token; whoever operates the service makes tokens.",
      ru: "Всем открыт закрытый перечень защищённых таблиц: пострадавшие по годам, кварталам или месяцам, не более чем по двум из region, sector, severity, kind, sex, ageBand и cause, либо по region и division по годам, за целые периоды, без фильтров, прошлых срезов и сравнений. Для остального нужен токен; токены выдаёт тот, кто ведёт службу.",
      kk: "Баршаға қорғалған кестелердің жабық тізімі ғана ашық: зардап шеккендер жылдар, тоқсандар немесе айлар бойынша, region, sector, severity, kind, sex, ageBand және cause ішінен ең көбі екеуі бойынша, не жылдар бойынша region мен division бойынша; толық кезеңдер үшін, сүзгісіз, өткен кесіксіз және салыстырусыз. Қалғанына токен керек; токенді қызметті жүргізуші береді.",
    },
  },
} as const satisfies RuleSet;
