import type { RuleSet } from "./rule.ts";

/** QG-0940 to QG-0949: proof that the log holds a record, and that a release is what was signed. */
export const proofRules = {
  "QG-0940": {
    level: "error",
    message: {
      en: "This service has no signing key, so it signs no checkpoints and proves nothing. Its operator names one in QORGAU_SIGNING_KEY_FILE.",
      ru: "У этой службы нет ключа подписи, поэтому она не подписывает контрольные точки и ничего не доказывает. Оператор указывает ключ в QORGAU_SIGNING_KEY_FILE.",
      kk: "Бұл қызметтің қол қою кілті жоқ, сондықтан ол бақылау нүктелеріне қол қоймайды және ештеңені дәлелдемейді. Оператор кілтті QORGAU_SIGNING_KEY_FILE ішінде көрсетеді.",
    },
  },
  "QG-0941": {
    level: "error",
    message: {
      en: "The log has the partitions 0 to {last}: the number before the colon of a position.",
      ru: "В журнале есть разделы от 0 до {last}: это число перед двоеточием в позиции.",
      kk: "Журналда 0-ден {last} дейінгі бөлімдер бар: бұл позициядағы қос нүкте алдындағы сан.",
    },
  },
  "QG-0942": {
    level: "error",
    message: {
      en: "No checkpoint covers this record yet. Repeat the request: checkpoints are signed every few minutes at the latest.",
      ru: "Эту запись пока не охватывает ни одна контрольная точка. Повторите запрос: контрольные точки подписываются не реже чем раз в несколько минут.",
      kk: "Бұл жазбаны әзірге бірде-бір бақылау нүктесі қамтымайды. Сұрауды қайталаңыз: бақылау нүктелеріне кемінде бірнеше минут сайын қол қойылады.",
    },
  },
  "QG-0943": {
    level: "error",
    message: {
      en: "A proof is asked for by partition and offset, where wanted with size, or by partition and from, where wanted with to.",
      ru: "Доказательство запрашивают по partition и offset, при желании с size, либо по partition и from, при желании с to.",
      kk: "Дәлел partition және offset бойынша, қажет болса size көрсетіліп, немесе partition және from бойынша, қажет болса to көрсетіліп сұралады.",
    },
  },
  "QG-0944": {
    level: "error",
    message: {
      en: "This is not a whole number that the log can prove: offset is below size, from at least 1 and at most to, and size and to are at most {size}, the size of the latest checkpoint.",
      ru: "Это не целое число, для которого журнал может дать доказательство: offset меньше size, from не меньше 1 и не больше to, а size и to не больше {size}, размера последней контрольной точки.",
      kk: "Бұл журнал дәлелдей алатын бүтін сан емес: offset size мәнінен кіші, from кемінде 1 және to мәнінен аспайды, ал size пен to соңғы бақылау нүктесінің өлшемінен, {size} санынан аспайды.",
    },
  },
  "QG-0945": {
    level: "error",
    message: {
      en: "This release was made before releases were signed, or by a service without a signing key: there is no signature of it.",
      ru: "Этот выпуск сделан до того, как выпуски стали подписывать, или службой без ключа подписи: его подписи нет.",
      kk: "Бұл шығарылым шығарылымдарға қол қойыла бастағанға дейін немесе қол қою кілті жоқ қызметпен жасалған: оның қолтаңбасы жоқ.",
    },
  },
  "QG-0946": {
    level: "error",
    message: {
      en: "The release could not be signed now, so none was made. Repeat the request; the operator finds the reason in the service's log.",
      ru: "Сейчас подписать выпуск не удалось, поэтому он не сделан. Повторите запрос; причину оператор найдёт в журнале службы.",
      kk: "Шығарылымға қазір қол қою мүмкін болмады, сондықтан ол жасалған жоқ. Сұрауды қайталаңыз; себебін оператор қызмет журналынан табады.",
    },
  },
} as const satisfies RuleSet;
