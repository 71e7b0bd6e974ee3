/** What figures of a method must not be used for: the texts that stand beside them in every form. */
import type { z } from "zod";
import type { namedTextSchema } from "../response-members.ts";

export type NamedText = z.infer<typeof namedTextSchema>;
type Texts = Readonly<Record<string, NamedText["text"]>>;

/** As responses carry them. */
export const caveatsOf = (texts: Texts): NamedText[] => Object.entries(texts).map(([code, text]) => ({ code, text: { ...text } }));

/** As one text, in a column of a file. */
export const caveatsInWords = (caveats: readonly NamedText[]): string => caveats.map(({ text }) => text.en).join(" ");

export const nowcastCaveats = {
  not_compared: {
    en: "Not for comparing enterprises or reporters, nor for saying that something changed: for that this year is compared with last year as it was known at the same time.",
    ru: "Не для сравнения предприятий и источников и не для вывода, что что-то изменилось: для этого год сравнивают с прошлым, каким он был известен в то же время.",
    kk: "Кәсіпорындарды не хабарлаушыларды салыстыруға да, бірдеңе өзгерді деуге де арналмаған: ол үшін биылғы жыл былтырғының дәл сол мерзімде белгілі болған деректерімен салыстырылады.",
  },
  no_forecast: {
    en: "It is of what has happened already, and no forecast.",
    ru: "Речь о том, что уже произошло; это не прогноз.",
    kk: "Бұл болып өткен жайтқа қатысты, болжам емес.",
  },
  not_added: {
    en: "Each cell has delays of its own: cells do not add up to the total.",
    ru: "У каждой строки свои задержки: строки не складываются в итог.",
    kk: "Әр жолдың өз кешігулері бар: жолдар жалпы санға қосылмайды.",
  },
} as const;

export const ibnrCaveats = {
  reserve: {
    en: "It is no reserve in the books: it knows no discount, no inflation, no claim larger than any before, and none that comes later than the longest delay asked for.",
    ru: "Это не бухгалтерский резерв: здесь нет ни дисконта, ни инфляции, ни требований крупнее всех прежних, ни заявленных позже наибольшей заданной задержки.",
    kk: "Бұл бухгалтерлік резерв емес: мұнда дисконт та, инфляция да, бұрынғылардың бәрінен ірі талаптар да, берілген ең ұзақ кешігуден кейін мәлімделетіндері де жоқ.",
  },
  injury: {
    en: "It does not measure injury: below 30 % of lost capacity the employer pays, state bodies are not insured, and a claim comes late. Use the accidents for that.",
    ru: "Травматизм этим не измеряют: при утрате трудоспособности менее 30 % платит работодатель, государственные органы не страхуют, а требование приходит поздно. Для этого есть несчастные случаи.",
    kk: "Жарақаттану бұнымен өлшенбейді: еңбек қабілетінің 30 %-дан аз жоғалуын жұмыс беруші төлейді, мемлекеттік органдар сақтандырылмайды, ал талап кеш келеді. Ол үшін жазатайым оқиғалар бар.",
  },
  compared: {
    en: "It compares no insurers and no bands: each has delays of its own, and what is expected of them does not add up to the total.",
    ru: "Страховщиков и степени утраты этим не сравнивают: у каждой строки свои задержки, и ожидаемое не складывается в итог.",
    kk: "Сақтандырушылар мен жоғалту дәрежелері бұнымен салыстырылмайды: әр жолдың өз кешігулері бар, күтілетін сандар жалпы санға қосылмайды.",
  },
} as const;

export const signalCaveats = {
  no_finding: {
    en: "A signal is a reason to look, and no finding: it names no cause.",
    ru: "Сигнал — повод присмотреться, а не вывод: причины он не называет.",
    kk: "Белгі — назар аударуға себеп қана, қорытынды емес: ол себебін айтпайды.",
  },
  not_of_one: {
    en: "A signal says nothing of one enterprise. That there is none does not say that all is well, or that a measure worked.",
    ru: "Об отдельном предприятии сигнал ничего не говорит. Отсутствие сигналов не означает, что всё благополучно или что меры помогли.",
    kk: "Белгі жеке кәсіпорын туралы ештеңе айтпайды. Белгінің болмауы бәрі жақсы немесе шара көмектесті дегенді білдірмейді.",
  },
} as const;

export const sameLagCaveats = {
  not_final: {
    en: "Not for the size of the year: both sides lack what is reported late. What the year will be in the end the nowcast says.",
    ru: "Не для итога года: обеим сторонам недостаёт того, о чём сообщат поздно. Каким год окажется в итоге, говорит оценка с учётом поздних сообщений.",
    kk: "Жылдың қорытындысы үшін емес: екі жақта да кеш хабарланатындар жетіспейді. Жылдың ақырында қандай болатынын кеш хабарларды ескеретін бағалау айтады.",
  },
  no_cause: {
    en: "A word says that two numbers differ by more than chance. It names no cause, and does not say that a measure worked.",
    ru: "Слово означает лишь, что два числа различаются больше, чем случайно. Причины оно не называет и не доказывает, что мера помогла.",
    kk: "Бұл сөз екі санның кездейсоқтықтан артық айырмасы барын ғана білдіреді. Ол себебін айтпайды, шараның көмектескенін де дәлелдемейді.",
  },
  reporters: {
    en: "Where other reporters report than a year ago, or the same ones sooner, the two years are not alike: new reporters stand beside it, a new pace does not.",
    ru: "Если сообщают не те, что год назад, или те же, но быстрее, годы несопоставимы: о новых источниках сказано рядом, о новой скорости — нет.",
    kk: "Былтырғыдан басқа хабарлаушылар хабарласа немесе солар тезірек хабарласа, екі жыл салыстыруға келмейді: жаңа хабарлаушылар қатар көрсетілген, жаңа жылдамдық көрсетілмеген.",
  },
} as const;

export const gapCaveats = {
  not_safety: {
    en: "A long time without a death is no proof of safety: where few work it is to be expected.",
    ru: "Долгое время без гибели не доказывает безопасности: там, где работают немногие, оно ожидаемо.",
    kk: "Қазасыз өткен ұзақ уақыт қауіпсіздіктің дәлелі емес: аз адам жұмыс істейтін жерде ол күтілетін жайт.",
  },
  not_compared: {
    en: "Not for comparing mines, enterprises or regions of different size: the days know nothing of the number of workers.",
    ru: "Не для сравнения шахт, предприятий и регионов разного размера: дни не учитывают числа работников.",
    kk: "Көлемі әртүрлі шахталарды, кәсіпорындарды не өңірлерді салыстыруға арналмаған: күндер жұмыскерлер санын ескермейді.",
  },
  no_prize: {
    en: "Not as a target or for a bonus: whoever is paid for the days reports fewer deaths as work-related.",
    ru: "Не как цель и не для премий: кому платят за такие дни, тот реже признаёт гибель связанной с трудом.",
    kk: "Мақсат ретінде де, сыйақы үшін де емес: ондай күндер үшін ақы алатындар қазаны еңбекке байланысты деп сирегірек таниды.",
  },
} as const;

export const funnelCaveats = {
  no_rank: {
    en: "Not for a rank: areas inside the limits differ by no more than chance.",
    ru: "Не для мест в списке: территории внутри границ различаются не больше, чем случайно.",
    kk: "Орын беруге арналмаған: шектердің ішіндегі аумақтардың айырмасы кездейсоқтықтан аспайды.",
  },
  no_finding: {
    en: "Of many areas some are outside by chance: a word is a reason to look, and no finding.",
    ru: "Из многих территорий некоторые выходят за границы случайно: слово — повод присмотреться, а не вывод.",
    kk: "Көп аумақтың кейбірі шектен кездейсоқ шығады: бұл сөз — назар аударуға себеп қана, қорытынды емес.",
  },
} as const;

export const smoothingCaveats = {
  no_rank: {
    en: "Not for ranking areas, judging one, or comparing two: no word rests on it.",
    ru: "Не для мест в списке, не для оценки одной территории и не для сравнения двух: ни одно слово на этом не основано.",
    kk: "Аумақтарға орын беруге, біреуін бағалауға не екеуін салыстыруға арналмаған: бірде-бір сөз бұған негізделмейді.",
  },
  not_added: {
    en: "Smoothed figures do not give the total, and spread less than the true risks do.",
    ru: "Сглаженные показатели не дают итога и разбросаны меньше, чем истинные риски.",
    kk: "Тегістелген көрсеткіштер жалпы санды бермейді әрі нақты тәуекелдерден аз шашыраған.",
  },
} as const;

export const c81Caveats = {
  not_zero: {
    en: "What nobody stated is not available, and not 0.",
    ru: "То, чего никто не указал, отсутствует, а не равно нулю.",
    kk: "Ешкім айтпаған мәлімет жоқ деп есептеледі, нөлге тең емес.",
  },
  no_rate: {
    en: "Dangerous occurrences are no rate: they are reported where reporting is good.",
    ru: "Опасные происшествия — не показатель частоты: о них сообщают там, где учёт хорош.",
    kk: "Қауіпті оқиғалар жиілік көрсеткіші емес: олар есепке алу жақсы жерде хабарланады.",
  },
} as const;
