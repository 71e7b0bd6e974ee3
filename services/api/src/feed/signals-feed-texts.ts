/** What a feed of signals says, in three languages. */
import type { Language } from "@qorgau/schemas/languages";
import type { SignalVerdict } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalMeasure, SignalState } from "@qorgau/schemas/responses/surveillance/signal-rows";

interface Counted {
  readonly from: string;
  readonly to: string;
  readonly observed: string;
  readonly expected: string;
  readonly victims: string;
}

export interface SignalTexts {
  readonly feed: string;
  readonly country: string;
  readonly unknownPlace: string;
  readonly measures: Readonly<Record<SignalMeasure, string>>;
  readonly series: (measure: string, place: string) => string;
  readonly accident: (place: string, dead: number) => string;
  readonly occurred: (day: string) => string;
  readonly seen: (dead: string) => string;
  readonly counted: (counted: Counted) => string;
  readonly states: Readonly<Record<SignalState, string>>;
  readonly openAgain: string;
  readonly verdicts: Readonly<Record<SignalVerdict, string>>;
  readonly noFinding: string;
  /** Fewer dead than before are no state of the log: what is known now is told by the signal's own address alone. */
  readonly fact: string;
  /** With the decimal mark of the language; a dash where there is none. */
  readonly number: (value: number | null) => string;
}

const numbersOf = (locale: string) => {
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  return (value: number | null) => (value === null ? "–" : format.format(value));
};

export const signalTexts: Readonly<Record<Language, SignalTexts>> = {
  en: {
    feed: "Qorgau: signals of occupational accidents",
    country: "the country",
    unknownPlace: "place unknown",
    measures: { accidents: "Accidents", fatal_accidents: "Fatal accidents" },
    series: (measure, place) => `Signal. ${measure}, ${place}`,
    accident: (place, dead) => `An accident that several died of, ${place}. Dead: ${String(dead)}`,
    occurred: (day) => `Day: ${day}.`,
    seen: (dead) => `Dead, as was known one after another: ${dead}.`,
    counted: ({ from, to, observed, expected, victims }) =>
      `From ${from} to ${to}: accidents ${observed}, expected ${expected}, victims ${victims}.`,
    states: { open: "It is open.", acknowledged: "Somebody is at it.", closed: "It is closed." },
    openAgain: "It is open again, as more have died.",
    verdicts: {
      confirmed: "Found: a cause to act on.",
      no_cause: "Found: no cause.",
      data_error: "Found: an error in the data.",
      known_change: "Found: a change that was known.",
    },
    noFinding: "A signal is a reason to look, and no finding: it names no cause and no enterprise.",
    fact: "This is as known when it was told, which was at once, and no part of the false alarms; the link says what is known now.",
    number: numbersOf("en"),
  },
  ru: {
    feed: "Qorgau: сигналы о несчастных случаях на производстве",
    country: "страна",
    unknownPlace: "место неизвестно",
    measures: { accidents: "Несчастные случаи", fatal_accidents: "Несчастные случаи со смертельным исходом" },
    series: (measure, place) => `Сигнал. ${measure}, ${place}`,
    accident: (place, dead) => `Несчастный случай с гибелью нескольких человек, ${place}. Погибших: ${String(dead)}`,
    occurred: (day) => `День: ${day}.`,
    seen: (dead) => `Сколько погибших было известно последовательно: ${dead}.`,
    counted: ({ from, to, observed, expected, victims }) =>
      `С ${from} по ${to}: несчастных случаев ${observed}, ожидалось ${expected}, пострадавших ${victims}.`,
    states: { open: "Сигнал открыт.", acknowledged: "Сигнал в работе.", closed: "Сигнал закрыт." },
    openAgain: "Сигнал снова открыт: погибших стало больше.",
    verdicts: {
      confirmed: "Установлено: причина, требующая мер.",
      no_cause: "Установлено: причины нет.",
      data_error: "Установлено: ошибка в данных.",
      known_change: "Установлено: известное изменение.",
    },
    noFinding: "Сигнал — повод присмотреться, а не вывод: он не называет ни причины, ни предприятия.",
    fact: "Это то, что было известно на момент сообщения: сообщается сразу и к ложным тревогам не относится; что известно сейчас — по ссылке.",
    number: numbersOf("ru"),
  },
  kk: {
    feed: "Qorgau: өндірістегі жазатайым оқиғалар туралы белгілер",
    country: "ел",
    unknownPlace: "орны белгісіз",
    measures: { accidents: "Жазатайым оқиғалар", fatal_accidents: "Өліммен аяқталған жазатайым оқиғалар" },
    series: (measure, place) => `Белгі. ${measure}, ${place}`,
    accident: (place, dead) => `Бірнеше адам қаза тапқан оқиға, ${place}. Қаза тапқандар: ${String(dead)}`,
    occurred: (day) => `Күні: ${day}.`,
    seen: (dead) => `Қаза тапқандардың бірінен соң бірі белгілі болған саны: ${dead}.`,
    counted: ({ from, to, observed, expected, victims }) =>
      `${from} — ${to}: жазатайым оқиғалар ${observed}, күтілгені ${expected}, зардап шеккендер ${victims}.`,
    states: { open: "Белгі ашық.", acknowledged: "Белгі қаралып жатыр.", closed: "Белгі жабық." },
    openAgain: "Белгі қайтадан ашық: қаза тапқандар көбейді.",
    verdicts: {
      confirmed: "Анықталғаны: шара қолдануға себеп бар.",
      no_cause: "Анықталғаны: себеп жоқ.",
      data_error: "Анықталғаны: деректегі қате.",
      known_change: "Анықталғаны: белгілі өзгеріс.",
    },
    noFinding: "Белгі — қорытынды емес, қарап шығуға түрткі: ол себебін де, кәсіпорынды да атамайды.",
    fact: "Бұл — хабарланған кезде белгілі болғаны: ол бірден хабарланады және жалған дабылдарға жатпайды; қазір не белгілі екені сілтемеде.",
    number: numbersOf("kk"),
  },
};
