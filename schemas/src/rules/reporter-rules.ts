import type { RuleSet } from "./rule.ts";

/** QG-0670 to QG-0679: who may state which exposure, where there is a list of reporters. */
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
} as const satisfies RuleSet;
