// @ts-check
/** The overview page: asks every second and a half whether anything moved, and redraws what did. */
import { monthLine, monthsUntil } from "./chart.js";
import { download, needsToken } from "./download.js";
import { figuresIn } from "./figures.js";
import { ask, askNewest, askPicture, headlineParameters, pictureParameters } from "./questions.js";
import { followState } from "./follow-state.js";
import { make, showTable, write } from "./tables.js";
import { fill, locales, texts } from "./texts.js";
import { askForToken, TokenWanted } from "./token.js";

/** @typedef {import("./questions.js").Answer} Answer */
/** @typedef {import("./questions.js").Row} Row */
/** @typedef {import("./texts.js").Language} Language */
/** @typedef {{ label: string, answers: Record<string, Answer> }} Picture */

const refreshMs = 1500;
const retryMs = 4000;

/** @type {Language} */
let language = firstLanguage();
let monthsShown = 12;
let watermark = "";
/** @type {Picture | null} */
let picture = null;
const follow = followState();
const namesAnswer = await fetch("/pages/code-names.json");
const codeNames = await namesAnswer.json();
byId("made-up").hidden = namesAnswer.headers.get("qorgau-made-up") === null;

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

/** @returns {Language} */
function firstLanguage() {
  const kept = localStorage.getItem("language");
  const wished = [kept, ...navigator.languages].map((tag) => (tag ?? "").slice(0, 2));
  return /** @type {Language} */ (wished.find((tag) => tag in texts) ?? "en");
}

const firstCase = () => ({
  specversion: "1.0",
  id: "first-1",
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject: "N1-0001",
  revision: 1,
  data: {
    occurredAt: new Date().toISOString().slice(0, 10),
    kind: "accident",
    severity: "severe",
    employer: { bin: "200140000004" },
    region: "KZ-35",
    sector: "05.10.1",
  },
});
const firstExposure = () => ({
  specversion: "1.0",
  id: "first-2",
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.exposure.reported.v1",
  subject: "workers-national",
  revision: 1,
  data: { period: new Date().toISOString().slice(0, 4), workers: 7000000, basis: "employed", status: "provisional" },
});

/** @param {object} event */
function curl(event) {
  return [
    `curl -sS ${location.origin}/v1/events \\`,
    "  -H 'content-type: application/cloudevents+json' \\",
    `  -d '${JSON.stringify(event, null, 2)}'`,
  ].join("\n");
}

/** The texts that stand in the page itself. */
function writeTexts() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    const text = texts[language][/** @type {"subtitle"} */ (element.getAttribute("data-text"))];
    element.textContent = text;
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-language") === language));
  }
  for (const button of document.querySelectorAll("[data-months]")) {
    button.setAttribute("aria-pressed", String(Number(button.getAttribute("data-months")) === monthsShown));
  }
  byId("first-case").textContent = curl(firstCase());
  byId("first-exposure").textContent = curl(firstExposure());
}

/** @param {string} text */
function writeState(text) {
  const state = byId("state");
  if (state.textContent !== text) state.textContent = text;
}

function writeLive() {
  const { state, behind, newest } = follow.at(Date.now());
  document.body.dataset.follow = watermark === "" ? "empty" : state;
  const time = newest?.toLocaleString(locales[language]) ?? "";
  const count = behind.toLocaleString(locales[language]);
  writeState(watermark === "" ? "" : fill(texts[language][state], { watermark, count, time }));
}

/**
 * @param {string} key
 * @param {{ title: string, rows: readonly Row[], label: string }} content
 * @param {import("./figures.js").Figures} figures
 */
function showHeadline(key, { title, rows, label }, figures) {
  const list = byId("headlines");
  const present = list.querySelector(`[data-key="${key}"]`);
  const parts = ["title", "count", "change", "rate"].map((name) => make(name === "count" ? "strong" : "span", { class: name }));
  const item = present ?? make("li", { "data-key": key }, parts);
  if (present === null) list.append(item);
  const row = rows.find(({ period }) => period === label);
  const before = rows.find(({ period }) => period !== label)?.count ?? 0;
  const year = Number(label.slice(0, 4)) - 1;
  const same = before === 0 ? fill(figures.text.noPrevious, { year }) : fill(figures.text.sameSpan, { count: figures.count(before), year });
  const change = before === 0 ? same : `${figures.change(row?.count ?? 0, before)} · ${same}`;
  const rate =
    row === undefined || row.rate === null
      ? figures.denominator(row)
      : `${figures.rate(row)} [${figures.interval(row)}] ${figures.text.ratePlain}`;
  [title, figures.count(row?.count ?? 0), change, rate].forEach((text, index) => {
    const part = item.children[index];
    if (part !== undefined) write(part, text);
  });
}

/**
 * @param {Picture} shown
 * @param {import("./figures.js").Figures} figures
 */
function showHeadlines({ label, answers }, figures) {
  const { text } = figures;
  const [from = "", to = ""] = label.split("/");
  byId("span").textContent = fill(text.span, { from: figures.day(from), to: figures.day(to) });
  const headline = answers.headline?.rows ?? [];
  showHeadline("injured", { title: text.injuredAll, rows: headline, label }, figures);
  for (const severity of /** @type {const} */ (["fatal", "severe", "light"])) {
    const rows = (answers.severity?.rows ?? []).filter((row) => row.severity === severity);
    showHeadline(severity, { title: text[severity], rows, label }, figures);
  }
  showHeadline("accidents", { title: text.accidents, rows: answers.accidents?.rows ?? [], label }, figures);
  const current = headline.find(({ period }) => period === label);
  byId("headline-denominator").textContent = fill(text.headlineDenominator, { denominator: figures.denominator(current) });
}

/**
 * @param {Picture} shown
 * @param {import("./figures.js").Figures} figures
 */
function showMonths({ label, answers }, figures) {
  const months = monthsUntil(label.slice(11, 18), monthsShown);
  const rows = answers.months?.rows ?? [];
  const labels = months.map(figures.month);
  const series = [
    { kind: "injured", title: figures.text.injuredLine, counted: rows },
    { kind: "fatal", title: figures.text.fatalLine, counted: rows.filter(({ severity }) => severity === "fatal") },
  ];
  const to = new Date(`${label.slice(11)}T00:00:00Z`);
  const unfinished = new Date(to.getTime() + 86_400_000).getUTCMonth() === to.getUTCMonth();
  const width = byId("months").clientWidth < 600 ? 340 : 640;
  const drawn = series.map(({ kind, title, counted }) => {
    const values = months.map((month) => counted.filter(({ period }) => period === month).reduce((sum, { count }) => sum + count, 0));
    const facts = { measure: title, from: labels[0] ?? "", to: labels.at(-1) ?? "", highest: figures.count(Math.max(...values)) };
    return monthLine({
      title,
      description: fill(figures.text.monthsOf, facts),
      kind,
      labels,
      values,
      unfinished,
      width,
      format: figures.count,
    });
  });
  const note = unfinished ? [make("p", { class: "note" }, [figures.text.monthNotOver])] : [];
  byId("months").replaceChildren(...drawn, ...note);
}

/**
 * @param {Picture} shown
 * @param {import("./figures.js").Figures} figures
 */
function showTables({ label, answers }, figures) {
  const national = answers.headline?.rows.find(({ period }) => period === label)?.rate ?? null;
  const parameters = pictureParameters(label);
  for (const dimension of /** @type {const} */ (["region", "sector", "division", "severity"])) {
    const rows = answers[dimension]?.rows ?? [];
    const severityRows = answers[`${dimension}Severity`]?.rows ?? [];
    const content = {
      dimension,
      rows,
      severityRows,
      label,
      national: dimension === "severity" ? null : national,
      parameters: parameters[dimension] ?? {},
    };
    showTable(byId("tables"), content, figures);
  }
  if (byId("tables").querySelector(".note") === null) {
    byId("tables").append(make("p", { class: "note" }, [figures.text.comparison]));
  }
}

function show() {
  byId("empty").hidden = picture !== null;
  byId("picture").hidden = picture === null;
  if (picture === null) return;
  const figures = figuresIn(language, codeNames);
  showHeadlines(picture, figures);
  showMonths(picture, figures);
  showTables(picture, figures);
}

/** A new language is no change of figures: everything is built anew, nothing flashes. */
function showAnew() {
  byId("headlines").replaceChildren();
  byId("tables").replaceChildren();
  writeTexts();
  writeLive();
  show();
}

async function refresh() {
  const headline = await ask(headlineParameters);
  const label = headline.rows.at(-1)?.period;
  if (headline.watermark !== watermark || (picture === null) !== (label === undefined)) {
    picture = label === undefined ? null : { label, answers: await askPicture(label) };
    watermark = picture?.answers.headline?.watermark ?? headline.watermark;
    show();
  }
  byId("empty").hidden = picture !== null;
  follow.saw(headline, Date.now());
  if (follow.wantsNewest(Date.now())) follow.sawNewest(await askNewest(), Date.now());
  writeLive();
  document.body.classList.remove("stopped");
}

async function keepFresh() {
  let failingSince = "";
  for (;;) {
    try {
      if (!document.hidden) await refresh();
      failingSince = "";
    } catch (error) {
      if (error instanceof TokenWanted) {
        writeState("");
        await askForToken(byId("token"));
        continue;
      }
      failingSince ||= new Date().toLocaleTimeString(locales[language]);
      writeState(fill(texts[language].stopped, { time: failingSince }));
      document.body.classList.add("stopped");
    }
    await new Promise((resolve) => setTimeout(resolve, failingSince === "" ? refreshMs : retryMs));
  }
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  if (target instanceof HTMLAnchorElement && target.hasAttribute("download") && needsToken()) {
    event.preventDefault();
    download(target).catch(() => writeState(texts[language].notSaved));
  }
  const { language: chosen, months } = target.dataset;
  if (chosen !== undefined && chosen in texts) {
    language = /** @type {Language} */ (chosen);
    localStorage.setItem("language", language);
    showAnew();
  }
  if (months !== undefined) {
    monthsShown = Number(months);
    writeTexts();
    show();
  }
});

writeTexts();
writeState(texts[language].loading);
void keepFresh();
