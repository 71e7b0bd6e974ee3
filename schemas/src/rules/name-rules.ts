import type { RuleSet } from "./rule.ts";

/** QG-0230 to QG-0239: that what looks equal is equal, and that two readers of the same bytes see one statement (NUMBERS 4.5 and 4.7). */
export const nameRules = {
  "QG-0230": {
    level: "error",
    message: {
      en: "This member name stands twice in one object, however it is spelt: of two readers one sees the first value, the other the last. Send each name once.",
      ru: "Это имя элемента стоит в одном объекте дважды, как бы оно ни было записано: один читатель увидит первое значение, другой последнее. Передавайте каждое имя один раз.",
      kk: "Бұл мүше аты қалай жазылса да бір объектіде екі рет тұр: бір оқушы бірінші мәнді, екіншісі соңғысын көреді. Әр атты бір рет жіберіңіз.",
    },
  },
  "QG-0231": {
    level: "error",
    message: {
      en: "A name or number has no white space at its ends: with and without it would be two that look equal. Take it out.",
      ru: "В начале и в конце имени или номера не должно быть пробелов: с пробелом и без него это были бы два одинаковых на вид имени. Уберите их.",
      kk: "Аттың немесе нөмірдің басы мен соңында бос орын болмауы керек: онымен және онсыз бірдей көрінетін екі ат болар еді. Оны алып тастаңыз.",
    },
  },
  "QG-0232": {
    level: "error",
    message: {
      en: "A name or number holds no invisible characters (a soft hyphen, a zero-width space, a variation selector, a line or paragraph separator and the like): with and without them would be two that look equal. Take them out.",
      ru: "В имени или номере не должно быть невидимых знаков (мягкий перенос, пробел нулевой ширины, селектор начертания, разделители строк и абзацев и подобные): с ними и без них это были бы два одинаковых на вид имени. Уберите их.",
      kk: "Атта немесе нөмірде көрінбейтін таңбалар (жұмсақ тасымал, ені нөлдік бос орын, нұсқа таңдағыш, жол мен абзац бөлгіштері және сол сияқтылар) болмауы керек: олармен және оларсыз бірдей көрінетін екі ат болар еді. Оларды алып тастаңыз.",
    },
  },
  "QG-0233": {
    level: "error",
    message: {
      en: "A name or number is written in composed characters (Unicode NFC): é as one character, not as a letter and a mark, which would look equal. Normalise the text to NFC before sending.",
      ru: "Имя или номер записываются составными знаками (Unicode NFC): é или й одним знаком, а не буквой и отдельной меткой, что выглядело бы так же. Приведите текст к NFC перед отправкой.",
      kk: "Ат немесе нөмір біріктірілген таңбалармен (Unicode NFC) жазылады: é немесе й бір таңба болып, бірдей көрінетін әріп пен белгіден құралмайды. Жібермес бұрын мәтінді NFC түріне келтіріңіз.",
    },
  },
} as const satisfies RuleSet;
