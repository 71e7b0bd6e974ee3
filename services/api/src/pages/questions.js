// @ts-check
/** What the page asks of /v1/rates. One cheap question tells whether anything moved; the others follow only then. */

import { authorization, TokenWanted } from "./token.js";

/**
 * @typedef {object} Row
 * @property {string} period
 * @property {number} count
 * @property {number | null} exposure
 * @property {string | null} exposureBasis
 * @property {string | null} exposureStatus
 * @property {string | null} exposurePeriod
 * @property {number | null} rate
 * @property {number | null} lower
 * @property {number | null} upper
 * @property {"provisional" | "final"} status
 * @property {string | null} reason
 * @property {string | null} [region]
 * @property {string | null} [sector]
 * @property {string | null} [division]
 * @property {string | null} [severity]
 */
/**
 * `behind`: how many records of the log are not in the answer; `partial`: the service does not vouch for it yet.
 * @typedef {{ watermark: string, rows: Row[], behind: number, partial: boolean }} Answer
 */
/** @typedef {Record<string, string>} Parameters */

const timeoutMs = 10_000;
const attemptsMax = 4;

/** @param {Parameters} parameters */
export function addressOf(parameters) {
  // Commas are legible in an address that people copy.
  return `/v1/rates?${new URLSearchParams(parameters).toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
}

/** @param {string} address */
async function fetchJson(address) {
  const response = await fetch(address, {
    headers: { accept: "application/json", ...authorization() },
    // An answer that is known already is not sent again.
    cache: "no-cache",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 401 || response.status === 403) throw new TokenWanted();
  return response;
}

/**
 * What is not counted to the end is shown as such rather than not at all.
 * @param {Parameters} parameters
 * @returns {Promise<Answer>}
 */
export async function ask(parameters) {
  const whole = await fetchJson(addressOf(parameters));
  const partial = whole.status === 503;
  const response = partial ? await fetchJson(addressOf({ ...parameters, partial: "true" })) : whole;
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return { ...(await response.json()), behind: Number(response.headers.get("qorgau-behind") ?? 0), partial };
}

/**
 * When the log took the newest record that is counted; null before there was any.
 * @returns {Promise<Date | null>}
 */
export async function askNewest() {
  const response = await fetchJson("/v1/status");
  if (!response.ok) return null;
  const { newestAt } = await response.json();
  return newestAt === null ? null : new Date(newestAt);
}

/** One row per calendar year to the day of the last case: the span of the picture, and whether anything moved. */
export const headlineParameters = { period: "ytd" };

/**
 * @param {string} label `2026-01-01/2026-02-03`, the span that the last headline row is of
 * @returns {Record<string, Parameters>}
 */
export function pictureParameters(label) {
  const to = label.slice(11);
  const year = Number(label.slice(0, 4));
  const month = Number(to.slice(5, 7));
  const span = { period: "ytd", from: `${year - 1}-01-01`, to };
  const counts = { ...span, per: "none" };
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const firstMonth = new Date(Date.UTC(year, month - 60, 1)).toISOString().slice(0, 10);
  return {
    headline: span,
    accidents: { ...span, measure: "accidents" },
    severity: { ...span, by: "severity" },
    region: { ...span, by: "region" },
    regionSeverity: { ...counts, by: "region,severity" },
    sector: { ...span, by: "sector" },
    sectorSeverity: { ...counts, by: "sector,severity" },
    division: { ...span, by: "division", sector: "B" },
    divisionSeverity: { ...counts, by: "division,severity", sector: "B" },
    months: { period: "month", per: "none", by: "severity", from: firstMonth, to: `${to.slice(0, 8)}${lastDay}` },
  };
}

/**
 * All answers of one cut of the log: those that were computed from another cut than the last one answered are asked again, so that
 * tables shown side by side add up. Under a stream faster than the questions the last attempt stands.
 * @param {string} label
 * @returns {Promise<Record<string, Answer>>}
 */
export async function askPicture(label) {
  const questions = Object.entries(pictureParameters(label));
  /** @type {Record<string, Answer>} */
  const answers = {};
  let newest = "";
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const older = questions.filter(([name]) => answers[name]?.watermark !== newest || newest === "");
    const askOne = async (/** @type {string} */ name, /** @type {Parameters} */ parameters) => {
      const answer = await ask(parameters);
      answers[name] = answer;
      newest = answer.watermark;
    };
    await Promise.all(older.map(([name, parameters]) => askOne(name, parameters)));
    if (Object.values(answers).every(({ watermark }) => watermark === newest)) break;
  }
  return answers;
}
