import type { RuleSet } from "./rule.ts";

/** QG-0950 to QG-0958: webhooks. */
export const webhookRules = {
  "QG-0950": {
    level: "error",
    message: {
      en: "The body is a JSON object: type and url, and where wanted parameters; of a replay from, of a new secret previousSeconds. Send it as application/json.",
      ru: "Тело запроса: объект JSON с полями type и url, при необходимости parameters; для повтора поле from, для нового секрета поле previousSeconds. Отправьте его как application/json.",
      kk: "Сұраудың денесі JSON объектісі болады: type және url, қажет болса parameters; қайта жіберу үшін from, жаңа құпия үшін previousSeconds. Оны application/json түрінде жіберіңіз.",
    },
  },
  "QG-0951": {
    level: "error",
    message: {
      en: "url is the https address of a receiver on the internet, at port 443 or one from 1024 on, up to {charactersMax} characters, without a user, a password, a fragment or an identifier of a person. Nothing is sent to this host or its networks.",
      ru: "url: https-адрес получателя в интернете, порт 443 или от 1024, не более {charactersMax} символов, без имени пользователя, пароля, фрагмента и идентификатора лица. На сам сервер и в его сети ничего не отправляется.",
      kk: "url интернеттегі қабылдаушының https мекенжайы болады: порты 443 не 1024-тен басталады, {charactersMax} таңбадан аспайды, пайдаланушы аты, құпиясөз, фрагмент және тұлғаның сәйкестендіргіші болмайды. Сервердің өзіне және оның желілеріне ештеңе жіберілмейді.",
    },
  },
  "QG-0952": {
    level: "error",
    message: {
      en: "There is no such subscription, or it is another token's. GET /v1/webhooks lists yours.",
      ru: "Такой подписки нет, или она принадлежит другому токену. GET /v1/webhooks перечисляет ваши.",
      kk: "Мұндай жазылым жоқ немесе ол басқа токенге тиесілі. GET /v1/webhooks сіздікін тізіп береді.",
    },
  },
  "QG-0953": {
    level: "error",
    message: {
      en: "There are as many subscriptions as there may be: {ownMax} of one token, {allMax} in all. Remove one first.",
      ru: "Подписок уже столько, сколько может быть: {ownMax} у одного токена, {allMax} всего. Сначала удалите одну.",
      kk: "Жазылымдар саны шегіне жетті: бір токенге {ownMax}, барлығы {allMax}. Алдымен біреуін жойыңыз.",
    },
  },
  "QG-0954": {
    level: "error",
    message: {
      en: "A subscription outlives a sign-in. Make it with a token of this service, which whoever operates it gives.",
      ru: "Подписка живёт дольше входа в систему. Создайте её с токеном этой службы, который выдаёт тот, кто её ведёт.",
      kk: "Жазылым жүйеге кіру уақытынан ұзақ өмір сүреді. Оны осы қызметтің токенімен жасаңыз, токенді қызметті жүргізуші береді.",
    },
  },
  "QG-0955": {
    level: "error",
    message: {
      en: "This process sends no webhooks: of several read APIs one does, the one that has a folder for them (QORGAU_WEBHOOKS_DIRECTORY).",
      ru: "Этот процесс не отправляет вебхуки: из нескольких API чтения это делает один, у которого есть папка для них (QORGAU_WEBHOOKS_DIRECTORY).",
      kk: "Бұл процесс вебхук жібермейді: бірнеше оқу API-інің ішінде оны біреуі ғана, яғни олар үшін бумасы бары жібереді (QORGAU_WEBHOOKS_DIRECTORY).",
    },
  },
  "QG-0956": {
    level: "error",
    message: {
      en: "from is a watermark of this log, up to what is published now, such as 0:812. Absent: from where it has come to.",
      ru: "from: водяной знак этого журнала не позже опубликованного сейчас, например 0:812. Без него: с того места, до которого дошла отправка.",
      kk: "from осы журналдың қазір жарияланғаннан аспайтын су белгісі болады, мысалы, 0:812. Ол көрсетілмесе: жіберу жеткен жерден басталады.",
    },
  },
  "QG-0957": {
    level: "error",
    message: {
      en: "parameters is a text of at most {charactersMax} characters, written as behind the ? of an address: by=region&period=month.",
      ru: "parameters: текст не длиннее {charactersMax} символов, записанный как после ? в адресе: by=region&period=month.",
      kk: "parameters {charactersMax} таңбадан аспайтын мәтін болады, мекенжайдағы ? белгісінен кейінгідей жазылады: by=region&period=month.",
    },
  },
  "QG-0958": {
    level: "error",
    message: {
      en: "previousSeconds is a whole number from 0 to {secondsMax}: for so long the secret before signs too. 0 ends it at once.",
      ru: "previousSeconds: целое число от 0 до {secondsMax}, столько секунд подписывает и прежний секрет. При 0 он перестаёт действовать сразу.",
      kk: "previousSeconds 0 мен {secondsMax} арасындағы бүтін сан болады: сонша секунд бойы бұрынғы құпия да қол қояды. 0 болса, ол бірден тоқтайды.",
    },
  },
} as const satisfies RuleSet;
