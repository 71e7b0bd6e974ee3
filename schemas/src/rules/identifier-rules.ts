import type { RuleSet } from "./rule.ts";

/** QG-03xx: identification numbers and whom they identify. */
export const identifierRules = {
  "QG-0301": {
    level: "error",
    message: {
      en: "An individual identification number (IIN) stands here, where none may, alone, in a word or in groups of digits: this text is stored as it is. Take it out and give the worker as worker.iin, which is replaced by a pseudonym at once.",
      ru: "Здесь стоит индивидуальный идентификационный номер (ИИН), отдельно, в слове или группами цифр, а этот текст сохраняется как есть. Уберите его и передайте работника в worker.iin, где номер сразу заменяется псевдонимом.",
      kk: "Мұнда жеке сәйкестендіру нөмірі (ЖСН) бөлек, сөз ішінде немесе цифрлар тобымен тұр, ал бұл мәтін сол күйінде сақталады. Оны алып тастап, жұмыскерді worker.iin арқылы беріңіз: онда нөмір бірден бүркеншік атпен алмастырылады.",
    },
  },
  "QG-0302": {
    level: "error",
    message: {
      en: "employer.bin must be twelve digits as text: the BIN of an organisation or the IIN of a sole proprietor.",
      ru: "employer.bin: двенадцать цифр в виде строки, БИН организации или ИИН индивидуального предпринимателя.",
      kk: "employer.bin: мәтін түріндегі он екі цифр, ұйымның БСН-і немесе жеке кәсіпкердің ЖСН-і.",
    },
  },
  "QG-0303": {
    level: "error",
    message: {
      en: "worker.iin must be twelve digits as text. A number of your own goes into worker.ref.",
      ru: "worker.iin: двенадцать цифр в виде строки. Ваш собственный номер передавайте в worker.ref.",
      kk: "worker.iin: мәтін түріндегі он екі цифр. Өзіңіздің нөміріңізді worker.ref арқылы беріңіз.",
    },
  },
  "QG-0304": {
    level: "error",
    message: {
      en: "This is the number of an organisation (BIN: its fifth digit is 4 to 6), not of a worker. The employer's goes into employer.bin.",
      ru: "Это номер организации (БИН: пятая цифра от 4 до 6), а не работника. Номер работодателя передавайте в employer.bin.",
      kk: "Бұл жұмыскердің емес, ұйымның нөмірі (БСН: бесінші цифры 4-тен 6-ға дейін). Жұмыс берушінің нөмірін employer.bin арқылы беріңіз.",
    },
  },
  "QG-0305": {
    level: "error",
    message: {
      en: "These twelve digits are neither BIN nor IIN: the fifth digit is 0 to 3 in an IIN and 4 to 6 in a BIN. Check for a slip of the pen.",
      ru: "Эти двенадцать цифр не БИН и не ИИН: пятая цифра в ИИН от 0 до 3, в БИН от 4 до 6. Проверьте, нет ли опечатки.",
      kk: "Бұл он екі цифр БСН де, ЖСН де емес: бесінші цифр ЖСН-де 0-ден 3-ке дейін, БСН-де 4-тен 6-ға дейін. Қате терілмегенін тексеріңіз.",
    },
  },
  "QG-0306": {
    level: "error",
    message: {
      en: "A worker is given by iin or by ref, not by both. Leave one of them out.",
      ru: "Работник указывается через iin или через ref, но не через оба. Уберите одно из них.",
      kk: "Жұмыскер iin немесе ref арқылы көрсетіледі, екеуімен бірдей емес. Біреуін алып тастаңыз.",
    },
  },
  "QG-0307": {
    level: "error",
    message: {
      en: "A worker is given by iin or by ref, and neither is here. Add one, or leave worker out.",
      ru: "Работник указывается через iin или через ref, а здесь нет ни того, ни другого. Добавьте одно из них или не передавайте worker.",
      kk: "Жұмыскер iin немесе ref арқылы көрсетіледі, ал мұнда екеуі де жоқ. Біреуін қосыңыз немесе worker мүшесін жібермеңіз.",
    },
  },
  "QG-0308": {
    level: "error",
    message: {
      en: "The employer's number is required in Kazakhstan: give employer.bin. It may be absent only where region is outside Kazakhstan; an unknown region counts as Kazakhstan's.",
      ru: "В Казахстане номер работодателя обязателен: укажите employer.bin. Его может не быть, только если region вне Казахстана; неизвестный регион считается казахстанским.",
      kk: "Қазақстанда жұмыс берушінің нөмірі міндетті: employer.bin көрсетіңіз. Ол тек region Қазақстаннан тыс болғанда ғана болмауы мүмкін; белгісіз өңір Қазақстандікі болып саналады.",
    },
  },
  "QG-0320": {
    level: "warning",
    message: {
      en: "The check digit of this IIN does not hold. It is taken, since such numbers were issued; check for a slip of the pen.",
      ru: "Контрольная цифра этого ИИН не сходится. Номер принят, так как такие номера выдавались; проверьте, нет ли опечатки.",
      kk: "Бұл ЖСН-нің бақылау цифры сәйкес келмейді. Мұндай нөмірлер берілгендіктен, ол қабылданды; қате терілмегенін тексеріңіз.",
    },
  },
  "QG-0321": {
    level: "warning",
    message: {
      en: "The check digit of this BIN does not hold. It is taken, since such numbers were issued; check for a slip of the pen.",
      ru: "Контрольная цифра этого БИН не сходится. Номер принят, так как такие номера выдавались; проверьте, нет ли опечатки.",
      kk: "Бұл БСН-нің бақылау цифры сәйкес келмейді. Мұндай нөмірлер берілгендіктен, ол қабылданды; қате терілмегенін тексеріңіз.",
    },
  },
  "QG-0322": {
    level: "warning",
    message: {
      en: "This IIN tells no possible birth date (its century digit is not 1 to 6, or the date is not real or lies after the occurrence): neither sex nor age was derived from it.",
      ru: "Из этого ИИН не следует возможная дата рождения (цифра века не от 1 до 6, либо такой даты нет, либо она позже происшествия): пол и возраст по нему не определены.",
      kk: "Бұл ЖСН-нен мүмкін туған күн шықпайды (ғасыр цифры 1-ден 6-ға дейін емес, не мұндай күн жоқ, не ол оқиғадан кейін): жыныс пен жас ол бойынша анықталған жоқ.",
    },
  },
  "QG-0323": {
    level: "warning",
    message: {
      en: "worker.sex differs from what the IIN tells; the IIN's was stored.",
      ru: "worker.sex отличается от того, что следует из ИИН; сохранено значение по ИИН.",
      kk: "worker.sex ЖСН-дегі мәліметтен өзгеше; ЖСН бойынша мән сақталды.",
    },
  },
  "QG-0324": {
    level: "warning",
    message: {
      en: "worker.ageBand differs from the age at the date of occurrence that the IIN tells; the IIN's was stored.",
      ru: "worker.ageBand отличается от возраста на дату происшествия по ИИН; сохранено значение по ИИН.",
      kk: "worker.ageBand оқиға күніндегі ЖСН бойынша жастан өзгеше; ЖСН бойынша мән сақталды.",
    },
  },
  "QG-0325": {
    level: "warning",
    message: {
      en: "This pseudonym was not made by this installation: it identifies the worker within this source only.",
      ru: "Этот псевдоним создан не этой установкой: он обозначает работника только в пределах этого source.",
      kk: "Бұл бүркеншік атты осы орнатылым жасаған жоқ: ол жұмыскерді тек осы source шегінде белгілейді.",
    },
  },
  "QG-0326": {
    level: "error",
    message: {
      en: "This pseudonym was made for a reader of /v1/records, and names nobody here. Send the IIN, or your own reference of the worker.",
      ru: "Этот псевдоним создан для читателя /v1/records и здесь никого не обозначает. Передайте ИИН или собственное обозначение работника.",
      kk: "Бұл бүркеншік ат /v1/records оқырманы үшін жасалған, мұнда ешкімді белгілемейді. ЖСН немесе жұмыскердің өз белгіңізді жіберіңіз.",
    },
  },
} as const satisfies RuleSet;
