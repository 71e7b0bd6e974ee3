import type { RuleSet } from "./rule.ts";

/**
 * QG-0670 to QG-0679: who may state which exposure, where there is a list of reporters. QG-0680 to QG-0690: statements that no case is made of.
 */
export const reporterRules = {
  "QG-0670": {
    level: "error",
    message: {
      en: "A clinic states no exposure.",
      ru: "Медицинская организация не передаёт сведений о численности.",
      kk: "Медициналық ұйым сан туралы мәлімет бермейді.",
    },
  },
  "QG-0671": {
    level: "error",
    message: {
      en: "An insurer states workers by contracts or as insured, and neither hours nor tonnes: basis is contracts or insured.",
      ru: "Страховщик сообщает число работников по договорам или застрахованных, без hours и tonnes: basis равен contracts или insured.",
      kk: "Сақтандырушы шарттар бойынша не сақтандырылған жұмыскерлер санын ғана хабарлайды, hours пен tonnes емес: basis мәні contracts немесе insured.",
    },
  },
  "QG-0672": {
    level: "error",
    message: {
      en: "An enterprise states the exposure of itself and of its own mines alone. Name employer.bin or mine as the list of reporters has them.",
      ru: "Предприятие сообщает сведения только о себе и о своих шахтах. Укажите employer.bin или mine, как в списке отправителей.",
      kk: "Кәсіпорын тек өзі және өз шахталары туралы мәлімет береді. employer.bin немесе mine мәнін жіберушілер тізіміндегідей көрсетіңіз.",
    },
  },
  "QG-0673": {
    level: "warning",
    message: {
      en: "The list of reporters names no mines of this enterprise, so that its word is taken that the mine is its own.",
      ru: "В списке отправителей у этого предприятия не названы шахты, поэтому принято его слово, что шахта его.",
      kk: "Жіберушілер тізімінде бұл кәсіпорынның шахталары аталмаған, сондықтан шахта өзінікі деген сөзі қабылданды.",
    },
  },
  "QG-0680": {
    level: "error",
    message: {
      en: "This programme is not known. It is one of: {allowed}.",
      ru: "Неизвестный код: программа (programme). Допустимые значения: {allowed}.",
      kk: "Белгісіз код: бағдарлама (programme). Рұқсат етілген мәндер: {allowed}.",
    },
  },
  "QG-0681": {
    level: "error",
    message: {
      en: "The last day is before the first. Mend from or to.",
      ru: "Последний день раньше первого. Исправьте from или to.",
      kk: "Соңғы күн бірінші күннен бұрын. from немесе to мәнін түзетіңіз.",
    },
  },
  "QG-0682": {
    level: "error",
    message: {
      en: "More requirements are told as violated than were checked. Mend one of the two numbers.",
      ru: "Нарушенных требований указано больше, чем проверено. Исправьте одно из двух чисел.",
      kk: "Бұзылған талаптар саны тексерілгеннен көп көрсетілген. Екі санның бірін түзетіңіз.",
    },
  },
  "QG-0683": {
    level: "error",
    message: {
      en: "An assessment belongs to the programme risk_map alone. Leave it out, or name that programme.",
      ru: "Оценка (assessment) относится только к программе risk_map. Уберите её или укажите эту программу.",
      kk: "Бағалау (assessment) тек risk_map бағдарламасына қатысты. Оны алып тастаңыз немесе сол бағдарламаны көрсетіңіз.",
    },
  },
  "QG-0684": {
    level: "error",
    message: {
      en: "A reporter with the role {role} does not state this. It is stated by: {allowed}.",
      ru: "Отправитель с ролью {role} таких сведений не передаёт. Их передают: {allowed}.",
      kk: "Рөлі {role} жіберуші мұндай мәлімет бермейді. Оны беретіндер: {allowed}.",
    },
  },
  "QG-0685": {
    level: "error",
    message: {
      en: "A reporter with the role {role} does not state this programme. It is stated by: {allowed}.",
      ru: "Отправитель с ролью {role} не сообщает об этой программе. О ней сообщают: {allowed}.",
      kk: "Рөлі {role} жіберуші бұл бағдарлама туралы хабарламайды. Ол туралы хабарлайтындар: {allowed}.",
    },
  },
  "QG-0686": {
    level: "error",
    message: {
      en: "An enterprise states this of itself alone. Name employer.bin as the list of reporters has it.",
      ru: "Предприятие сообщает такие сведения только о себе. Укажите employer.bin, как в списке отправителей.",
      kk: "Кәсіпорын мұндай мәліметті тек өзі туралы береді. employer.bin мәнін жіберушілер тізіміндегідей көрсетіңіз.",
    },
  },
  "QG-0687": {
    level: "error",
    message: {
      en: "This year has not begun yet. Statistics are of a year from {earliest} to the one that runs.",
      ru: "Этот год ещё не начался. Сведения передаются за год от {earliest} до текущего.",
      kk: "Бұл жыл әлі басталған жоқ. Мәлімет {earliest} жылдан ағымдағы жылға дейінгі жыл үшін беріледі.",
    },
  },
  "QG-0688": {
    level: "error",
    message: {
      en: "Statistics of the inspection state at least one figure, and none is here. Add one; to take a statement back, withdraw it.",
      ru: "Сведения об инспекции должны содержать хотя бы одно число, а здесь нет ни одного. Добавьте его; чтобы отозвать сведения, используйте withdrawn.",
      kk: "Инспекция туралы мәліметте кемінде бір сан болуы керек, ал мұнда ешқайсысы жоқ. Оны қосыңыз; мәліметті қайтарып алу үшін withdrawn қолданыңыз.",
    },
  },
  "QG-0689": {
    level: "error",
    message: {
      en: "This list is not as it must be: 1 to {max} objects, each named once.",
      ru: "Список задан неверно: от 1 до {max} объектов, каждый назван один раз.",
      kk: "Тізім дұрыс емес: 1-ден {max}-ге дейінгі объект болып, әрқайсысы бір рет аталуы керек.",
    },
  },
  "QG-0690": {
    level: "warning",
    message: {
      en: "More workplaces, or workers, are told as visited than are liable to inspection. Check the two numbers.",
      ru: "Посещённых рабочих мест или работников указано больше, чем подлежит инспекции. Проверьте оба числа.",
      kk: "Барылған жұмыс орындары не жұмыскерлер саны инспекцияға жататындардан көп көрсетілген. Екі санды тексеріңіз.",
    },
  },
} as const satisfies RuleSet;
