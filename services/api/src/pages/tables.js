// @ts-check
/** The tables of the picture, built once and then changed cell by cell, so that what moved can be seen to move. */
import { intervalMark } from "./chart.js";
import { addressOf } from "./questions.js";

/** @typedef {import("./questions.js").Row} Row */
/** @typedef {import("./questions.js").Parameters} Parameters */
/** @typedef {import("./figures.js").Figures} Figures */
/** @typedef {"region" | "sector" | "division" | "severity"} Dimension */

const severities = /** @type {const} */ (["fatal", "severe", "light"]);
const changedClass = "changed";

/**
 * Writes a text and, where it replaces another one, lets it flash.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent === text) return;
  const replaced = element.textContent !== "";
  element.textContent = text;
  if (!replaced) return;
  element.classList.remove(changedClass);
  // Read on purpose: the animation starts again only after a layout without the class.
  void element.getBoundingClientRect();
  element.classList.add(changedClass);
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string>>} [attributes]
 * @param {readonly (Node | string)[]} [children]
 */
export function make(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/**
 * @param {Dimension} dimension
 * @param {Figures} figures
 */
function headings(dimension, { text }) {
  const counts = dimension === "severity" ? [text.injured] : [text.injured, text.fatal, text.severe, text.light];
  const titles = { region: text.regionName, sector: text.sectorName, division: text.miningName, severity: text.severityName };
  return [titles[dimension], ...counts, text.change, text.rate, text.interval, "", text.denominator];
}

/**
 * One row of cells as texts; the mark of the interval is drawn apart.
 * @param {{ dimension: Dimension, row: Row, previous: Row | undefined, counts: ReadonlyMap<string, number> }} cell
 * @param {Figures} figures
 */
function cellTexts({ dimension, row, previous, counts }, figures) {
  const code = row[dimension] ?? null;
  const bySeverity = severities.map((severity) => figures.count(counts.get(`${code}|${severity}`) ?? 0));
  return [
    figures.count(row.count),
    ...(dimension === "severity" ? [] : bySeverity),
    figures.change(row.count, previous?.count ?? 0),
    figures.rate(row),
    figures.interval(row),
    "",
    figures.denominator(row),
  ];
}

/**
 * @param {Dimension} dimension
 * @param {readonly Row[]} rows of both years
 * @param {string} label the span of this year
 */
function rowsOfSpan(dimension, rows, label) {
  const previous = new Map(rows.filter(({ period }) => period !== label).map((row) => [row[dimension] ?? null, row]));
  const current = rows.filter(({ period, count }) => period === label && count > 0);
  // The most cases first, what is not known last.
  return current
    .toSorted((a, b) => Number(a[dimension] === null) - Number(b[dimension] === null) || b.count - a.count)
    .map((row) => ({ dimension, row, previous: previous.get(row[dimension] ?? null) }));
}

/**
 * @param {Dimension} dimension
 * @param {readonly Row[]} rows
 * @param {string} label
 * @returns {Map<string, number>} by `code|severity`
 */
function countsBySeverity(dimension, rows, label) {
  const current = rows.filter(({ period }) => period === label);
  return new Map(current.map((row) => [`${row[dimension] ?? null}|${row.severity}`, row.count]));
}

/**
 * @param {Element} body
 * @param {string} key
 * @param {number} width
 */
function bodyRow(body, key, width) {
  const found = [...body.children].find((row) => row.getAttribute("data-code") === key);
  if (found !== undefined) return found;
  const cells = Array.from({ length: width }, () => make("td"));
  return make("tr", { "data-code": key }, [make("th", { scope: "row" }), ...cells]);
}

/**
 * @param {Dimension} dimension
 * @param {Figures} figures
 * @param {Parameters} parameters
 */
function emptyTable(dimension, figures, parameters) {
  const titles = headings(dimension, figures);
  const title = dimension === "division" ? figures.text.mining : figures.text[dimension];
  const address = addressOf({ ...parameters, format: "csv" });
  const link = make("a", { href: address, download: "" }, [figures.text.csv]);
  const heads = titles.map((text) => make("th", { scope: "col" }, [text]));
  return make("div", { class: "table", id: `by-${dimension}`, tabindex: "0", role: "region", "aria-label": title }, [
    make("table", {}, [make("caption", {}, [`${title} `, link]), make("thead", {}, [make("tr", {}, heads)]), make("tbody")]),
  ]);
}

/**
 * Shows a table, in place of the one that is there, and gives back its element.
 * @param {Element} place
 * @param {{ dimension: Dimension, rows: readonly Row[], severityRows: readonly Row[], label: string, national: number | null, parameters: Parameters }} content
 * @param {Figures} figures
 */
export function showTable(place, { dimension, rows, severityRows, label, national, parameters }, figures) {
  const present = place.querySelector(`#by-${dimension}`);
  const holder = present ?? emptyTable(dimension, figures, parameters);
  if (present === null) place.append(holder);
  holder.querySelector("caption a")?.setAttribute("href", addressOf({ ...parameters, format: "csv" }));
  const body = /** @type {Element} */ (holder.querySelector("tbody"));
  const counts = countsBySeverity(dimension, severityRows, label);
  const cells = rowsOfSpan(dimension, rows, label);
  const highest = Math.max(...cells.map(({ row }) => row.upper ?? 0), national ?? 0);

  const shown = cells.map((cell) => {
    const texts = cellTexts({ ...cell, counts }, figures);
    const code = cell.row[dimension] ?? null;
    const element = bodyRow(body, String(code), texts.length);
    const [head, ...tail] = [...element.children];
    if (head !== undefined) head.textContent = figures.name(dimension, code);
    tail.forEach((td, index) => {
      const text = texts[index] ?? "";
      if (text !== "") write(td, text);
      else td.replaceChildren(...intervalMark(cell.row, { national, highest }));
    });
    return element;
  });
  body.replaceChildren(...shown);
}
