import type { RuleSet } from "./rule.ts";

/** QG-085x: who calls, and for whom they may speak. */
export const accessRules = {
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
} as const satisfies RuleSet;
