// @ts-check
/** Numbers, dates and names in the language of the reader. */
import { fill, locales, texts } from "./texts.js";

/** @typedef {import("./questions.js").Row} Row */
/** @typedef {import("./texts.js").Language} Language */
/** @typedef {Record<"region" | "sector" | "division", Record<string, Record<Language, string>>>} CodeNames */

/** The ministry prints two digits after the point, which would make most rates of deaths 0.03; the answers have six significant ones. */
const significantDigits = 3;

/**
 * @param {Language} language
 * @param {CodeNames} codeNames
 */
export function figuresIn(language, codeNames) {
  const text = texts[language];
  const locale = locales[language];
  const counts = new Intl.NumberFormat(locale);
  const rates = new Intl.NumberFormat(locale, { minimumSignificantDigits: significantDigits, maximumSignificantDigits: significantDigits });
  const percents = new Intl.NumberFormat(locale, {
    style: "percent",
    signDisplay: "exceptZero",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });

  /** @param {Row} row */
  const denominator = (row) => {
    if (row.exposure === null) return text.reasons[/** @type {"exposure_missing"} */ (row.reason)] ?? "—";
    const basis = text.bases[/** @type {"employed"} */ (row.exposureBasis)] ?? row.exposureBasis;
    const carried = row.exposurePeriod === null ? [] : [fill(text.carried, { period: row.exposurePeriod })];
    return [`${counts.format(row.exposure)} ${basis}`, text.statuses[row.status], ...carried].join(", ");
  };

  return {
    text,
    count: counts.format.bind(counts),
    /** @param {Row | undefined} row */
    rate: (row) => (row === undefined || row.rate === null ? "—" : rates.format(row.rate)),
    /** @param {Row | undefined} row */
    interval: (row) =>
      row === undefined || row.rate === null || row.lower === null || row.upper === null
        ? "—"
        : `${rates.format(row.lower)}–${rates.format(row.upper)}`,
    /** @param {Row | undefined} row */
    denominator: (row) => (row === undefined ? "—" : denominator(row)),
    /**
     * @param {number} now
     * @param {number} before
     */
    change: (now, before) => (before === 0 ? "—" : percents.format(now / before - 1).replace("-", "−")),
    /** @param {string} day YYYY-MM-DD */
    day: (day) =>
      fill(text.day, { day: Number(day.slice(8)), month: text.monthNames[Number(day.slice(5, 7)) - 1] ?? "", year: day.slice(0, 4) }),
    /** @param {string} month YYYY-MM */
    month: (month) => `${month.slice(5)}.${month.slice(0, 4)}`,
    /**
     * @param {"region" | "sector" | "division" | "severity"} dimension
     * @param {string | null} code
     */
    name: (dimension, code) => {
      if (code === null) return text.unknown;
      if (dimension === "severity") return text.severities[/** @type {"fatal"} */ (code)] ?? code;
      return codeNames[dimension][code]?.[language] ?? code;
    },
  };
}
/** @typedef {ReturnType<typeof figuresIn>} Figures */
