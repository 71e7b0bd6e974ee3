import type { RuleSet } from "./rule.ts";

/** QG-02xx: the envelope of an event, and the JSON shape of everything in it. */
export const envelopeRules = {
  "QG-0201": {
    level: "error",
    message: {
      en: "An event is a JSON object with the CloudEvents attributes and a member data. This is not an object.",
      ru: "Событие является объектом JSON с атрибутами CloudEvents и элементом data. Здесь не объект.",
      kk: "Оқиға CloudEvents атрибуттары мен data мүшесі бар JSON нысаны болуы керек. Бұл нысан емес.",
    },
  },
  "QG-0202": {
    level: "error",
    message: {
      en: "This is required and missing. Add it; /docs describes every member.",
      ru: "Это обязательный элемент, и его нет. Добавьте его; все элементы описаны в /docs.",
      kk: "Бұл міндетті мүше, бірақ ол жоқ. Оны қосыңыз; барлық мүшелер /docs бетінде сипатталған.",
    },
  },
  "QG-0203": {
    level: "error",
    message: {
      en: "This must be JSON text, in double quotes; codes and numbers of records are text too. Where it is unknown, leave the member out.",
      ru: "Здесь должна быть строка JSON в двойных кавычках; коды и номера тоже передаются строками. Если значение неизвестно, не передавайте элемент.",
      kk: "Мұнда қос тырнақшадағы JSON мәтіні болуы керек; кодтар мен нөмірлер де мәтін түрінде беріледі. Мәні белгісіз болса, мүшені жібермеңіз.",
    },
  },
  "QG-0204": {
    level: "error",
    message: {
      en: "This text is empty. Give a value; where none is known and the member is optional, leave it out.",
      ru: "Пустая строка. Укажите значение; если оно неизвестно, а элемент необязателен, не передавайте его.",
      kk: "Мәтін бос. Мәнін көрсетіңіз; мәні белгісіз, ал мүше міндетті болмаса, оны жібермеңіз.",
    },
  },
  "QG-0205": {
    level: "error",
    message: {
      en: "This text is longer than {max} characters. Shorten it.",
      ru: "Строка длиннее {max} символов. Сократите её.",
      kk: "Мәтін {max} таңбадан ұзын. Оны қысқартыңыз.",
    },
  },
  "QG-0206": {
    level: "error",
    message: {
      en: "This text holds control characters or broken Unicode (a lone surrogate). Remove them.",
      ru: "В строке есть управляющие символы или повреждённый Юникод (одиночный суррогат). Удалите их.",
      kk: "Мәтінде басқару таңбалары немесе бүлінген Юникод (жалғыз суррогат) бар. Оларды алып тастаңыз.",
    },
  },
  "QG-0207": {
    level: "error",
    message: {
      en: "This must be a JSON object, in braces. Where nothing of it is known and it is optional, leave it out.",
      ru: "Здесь должен быть объект JSON в фигурных скобках. Если ничего не известно, а элемент необязателен, не передавайте его.",
      kk: "Мұнда жүйелі жақшадағы JSON нысаны болуы керек. Ештеңе белгісіз, ал мүше міндетті болмаса, оны жібермеңіз.",
    },
  },
  "QG-0208": {
    level: "error",
    message: {
      en: "This must be a JSON list, in square brackets, of one to {max} items, none of them twice. Where none is known, leave it out.",
      ru: "Здесь должен быть список JSON в квадратных скобках: от одного до {max} элементов без повторов. Если ничего не известно, не передавайте его.",
      kk: "Мұнда тік жақшадағы JSON тізімі болуы керек: бірден {max} элементке дейін, қайталаусыз. Ештеңе белгісіз болса, оны жібермеңіз.",
    },
  },
  "QG-0209": {
    level: "error",
    message: {
      en: "This must be a JSON number from {min} to {max}, without quotes. A larger flow is told in parts: by months or by regions.",
      ru: "Здесь должно быть число JSON от {min} до {max} без кавычек. Большую величину передавайте частями: по месяцам или по регионам.",
      kk: "Мұнда {min} мен {max} аралығындағы JSON саны тырнақшасыз болуы керек. Үлкенірек шаманы бөліктеп беріңіз: айлар немесе өңірлер бойынша.",
    },
  },
  "QG-0210": {
    level: "error",
    message: {
      en: "This must be a whole JSON number from {min} to {max}, without quotes.",
      ru: "Здесь должно быть целое число JSON от {min} до {max} без кавычек.",
      kk: "Мұнда {min} мен {max} аралығындағы бүтін JSON саны тырнақшасыз болуы керек.",
    },
  },
  "QG-0211": {
    level: "error",
    message: {
      en: 'specversion must be "1.0": events follow CloudEvents 1.0.',
      ru: 'specversion должен быть "1.0": события передаются по CloudEvents 1.0.',
      kk: 'specversion мәні "1.0" болуы керек: оқиғалар CloudEvents 1.0 бойынша беріледі.',
    },
  },
  "QG-0212": {
    level: "error",
    message: {
      en: "source must be a URI with its scheme, such as urn:kz:bin: and the BIN of the reporter.",
      ru: "source должен быть URI со схемой, например urn:kz:bin: и БИН отправителя.",
      kk: "source схемасы бар URI болуы керек, мысалы, urn:kz:bin: және жіберушінің БСН-і.",
    },
  },
  "QG-0213": {
    level: "error",
    message: {
      en: "This type of event is not known. It is one of: {allowed}.",
      ru: "Такой тип события неизвестен. Допустимые типы: {allowed}.",
      kk: "Мұндай оқиға түрі белгісіз. Рұқсат етілген түрлері: {allowed}.",
    },
  },
  "QG-0214": {
    level: "error",
    message: {
      en: "Events of this type are made by the system itself and are taken from nobody.",
      ru: "События этого типа создаёт сама система; извне они не принимаются.",
      kk: "Мұндай түрдегі оқиғаларды жүйенің өзі жасайды; олар сырттан қабылданбайды.",
    },
  },
  "QG-0215": {
    level: "error",
    message: {
      en: "revision must be a whole JSON number from 1 to {max}, without quotes: 1 for the first statement of a record, a higher one for each later statement.",
      ru: "revision должен быть целым числом JSON от 1 до {max} без кавычек: 1 для первого сообщения о записи, для каждого следующего больше.",
      kk: "revision 1-ден {max}-ге дейінгі тырнақшасыз бүтін JSON саны болуы керек: жазба туралы бірінші хабарламада 1, әр келесісінде үлкенірек.",
    },
  },
  "QG-0216": {
    level: "error",
    message: {
      en: "time must be a real RFC 3339 date-time with offset from 1900 on, such as 2026-02-03T12:10:00+05:00.",
      ru: "time должен быть реальной датой и временем RFC 3339 со смещением, не ранее 1900 года, например 2026-02-03T12:10:00+05:00.",
      kk: "time 1900 жылдан бергі, ығысуы көрсетілген нақты RFC 3339 күні мен уақыты болуы керек, мысалы, 2026-02-03T12:10:00+05:00.",
    },
  },
  "QG-0217": {
    level: "error",
    message: {
      en: "datacontenttype must be application/json, or be left out.",
      ru: "datacontenttype должен быть application/json либо отсутствовать.",
      kk: "datacontenttype мәні application/json болуы керек немесе көрсетілмеуі керек.",
    },
  },
  "QG-0218": {
    level: "error",
    message: {
      en: "Binary data are not read. Send data as a JSON object instead of data_base64.",
      ru: "Двоичные данные не принимаются. Передайте data как объект JSON вместо data_base64.",
      kk: "Екілік деректер қабылданбайды. data_base64 орнына data мүшесін JSON нысаны түрінде жіберіңіз.",
    },
  },
  "QG-0219": {
    level: "error",
    message: {
      en: "This source is not in the list of reporters of this installation. Ask its operator to add it, or correct source.",
      ru: "Этого source нет в списке отправителей этой установки. Попросите оператора добавить его или исправьте source.",
      kk: "Бұл source осы орнатылымның жіберушілер тізімінде жоқ. Операторынан қосуды сұраңыз немесе source мәнін түзетіңіз.",
    },
  },
  "QG-0220": {
    level: "error",
    message: {
      en: "Claims are stated by insurers only; this source is listed as {role}. State what it knows as a case (kz.qorgau.case…).",
      ru: "О страховых случаях сообщают только страховщики; этот source указан в списке с ролью {role}. Передайте сведения как случай (kz.qorgau.case…).",
      kk: "Сақтандыру талаптарын тек сақтандырушылар хабарлайды; бұл source тізімде {role} рөлімен тұр. Мәліметті оқиға ретінде жіберіңіз (kz.qorgau.case…).",
    },
  },
  "QG-0221": {
    level: "error",
    message: {
      en: "Cases are stated by everyone but statistics, and this source is listed as {role}. It can state exposure.",
      ru: "О случаях сообщают все, кроме статистики, а этот source указан в списке с ролью {role}. Он может передавать сведения о численности и отработанном времени.",
      kk: "Оқиғаларды статистикадан басқаның бәрі хабарлайды, ал бұл source тізімде {role} рөлімен тұр. Ол жұмысшылар саны мен жұмыс уақыты туралы мәлімет бере алады.",
    },
  },
  "QG-0290": {
    level: "warning",
    message: {
      en: "There is no such member; it was dropped and is stored nowhere. Check its spelling against /docs.",
      ru: "Такого элемента нет; он отброшен и нигде не сохранён. Сверьте написание с /docs.",
      kk: "Мұндай мүше жоқ; ол алынып тасталды және еш жерде сақталмады. Жазылуын /docs бойынша тексеріңіз.",
    },
  },
  "QG-0291": {
    level: "warning",
    message: {
      en: "More than {max} unknown members: the others were dropped as well and are not listed.",
      ru: "Неизвестных элементов больше {max}: остальные тоже отброшены и здесь не перечислены.",
      kk: "Белгісіз мүшелер {max}-ден көп: қалғандары да алынып тасталды және мұнда тізілмеген.",
    },
  },
} as const satisfies RuleSet;
