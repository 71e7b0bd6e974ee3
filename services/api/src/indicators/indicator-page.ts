/** An indicator, and the list of all, as a page for people: one document without a script, in three languages, that prints on A4. Pure. */
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import type { IndicatorResponse, IndicatorsResponse } from "@qorgau/schemas/responses/metadata/indicators-response";
import { escapeText, headMarkup, withCode } from "../render/plain-page.ts";
import { indicatorTexts } from "./domain/indicator-texts.ts";
import type { IndicatorTexts } from "./domain/indicator-texts.ts";

interface PageParts {
  readonly title: string;
  readonly language: Language;
  /** Where the service is, seen from the page: `./` or `../`. */
  readonly root: "./" | "../";
  /** The same as JSON, from the root. */
  readonly json: string;
  readonly madeUp: boolean;
  /** Markup. */
  readonly body: string;
}

/** Thousands stay together. */
const textOf = (text: string) => escapeText(text).replaceAll(/(?<=\d) (?=\d{3}(?!\d))/g, "&nbsp;");
/** Names between backticks are code. */
const prose = (text: string) => withCode(textOf(text));

const languageNames: Readonly<Record<Language, string>> = { kk: "Қазақша", ru: "Русский", en: "English" };

/** An address of this service, as a link from the page, in full for whoever reads it on paper. */
const linkFrom = (root: string) => (address: string) => `<a href="${root}${textOf(address.slice(1))}">${textOf(address)}</a>`;

/** `madeUp`: the figures are the demo's. */
export function indicatorsPage({ indicators }: IndicatorsResponse, language: Language, madeUp: boolean): string {
  const texts = indicatorTexts[language];
  const lines = indicators.map(
    ({ code, name, unit }) =>
      `<tr><th scope="row"><a href="./indicators/${code}?lang=${language}">${textOf(name)}</a></th><td><code>${code}</code></td><td>${textOf(unit.name)}</td></tr>`,
  );
  const { code, unit } = texts.headings;
  const body = `<div class="table"><table>
<thead><tr><td></td><th scope="col">${textOf(code)}</th><th scope="col">${textOf(unit)}</th></tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>`;
  return page({ title: texts.title, language, root: "./", json: "v1/indicators", madeUp, body });
}

export function indicatorPage(indicator: IndicatorResponse, language: Language, madeUp: boolean): string {
  const texts = indicatorTexts[language];
  const root = "../";
  const parts = partsOf(indicator, texts, linkFrom(root)).map(
    ([heading, markup]) => `<section>\n<h2>${textOf(texts.headings[heading])}</h2>\n${markup}\n</section>`,
  );
  const all = `<p class="screen"><a href="${root}indicators?lang=${language}">${textOf(texts.headings.all)}</a></p>`;
  const body = `<p><code>${indicator.code}</code></p>\n${parts.join("\n")}\n${all}`;
  return page({ title: indicator.name, language, root, json: `v1/indicators/${indicator.code}`, madeUp, body });
}

type Part = readonly [heading: keyof IndicatorTexts["headings"], markup: string];

function partsOf(indicator: IndicatorResponse, texts: IndicatorTexts, link: (address: string) => string): Part[] {
  const { denominator, breaks, comparability, revisions, releases, cite, licence, series } = indicator;
  const paragraph = (text: string) => `<p>${prose(text)}</p>`;
  const list = (items: readonly string[]) => `<ul>\n${items.map((item) => `<li>${item}</li>`).join("\n")}\n</ul>`;
  const bases = denominator === null ? [] : denominator.bases.map(({ code, name }) => `${textOf(name)} (<code>${code}</code>)`);
  return [
    ["definition", indicator.definition.map(paragraph).join("\n")],
    ["formula", paragraph(indicator.formula)],
    ["unit", paragraph(indicator.unit.name)],
    ...(denominator === null
      ? []
      : [
          [
            "denominator",
            `${paragraph(denominator.text)}${bases.length === 0 ? "" : `\n<p>${textOf(texts.headings.bases)}:</p>\n${list(bases)}`}`,
          ] as const,
        ]),
    ["interval", paragraph(indicator.interval)],
    ["source", indicator.sources.map(paragraph).join("\n")],
    ["notFor", paragraph(indicator.notFor)],
    ["breaks", list(breaks.map(({ on, text }) => `<time>${on}</time>: ${textOf(text)}`))],
    ["comparability", list(comparability.map(prose))],
    ["revisions", `${paragraph(revisions.text)}${revisions.address === null ? "" : `\n<p>${link(revisions.address)}</p>`}`],
    ...(releases.length === 0
      ? []
      : [
          [
            "releases",
            list(
              releases.map(
                ({ name, year, address, quality }) =>
                  `${year}: ${textOf(name)}, ${link(address)}; ${textOf(texts.headings.quality)}: ${link(quality)}`,
              ),
            ),
          ] as const,
        ]),
    ["cite", citationMarkup(cite)],
    [
      "licence",
      `${paragraph(licence.text)}${licence.address === null ? "" : `\n<p><a href="${textOf(licence.address)}">${textOf(licence.address)}</a></p>`}`,
    ],
    ...(indicator.rates === null ? [] : [["data", `<p>${link(indicator.rates)}</p>`] as const]),
    ...(series === null
      ? []
      : [["series", `<p><code>${series.dataflow}</code> <code>${series.key}</code></p>\n<p>${link(series.address)}</p>`] as const]),
    ["rules", paragraph(String(indicator.rules))],
  ];
}

/** The address, in full, is at the end of the text. */
function citationMarkup({ text, address }: IndicatorResponse["cite"]): string {
  const place = text.lastIndexOf(" ") + 1;
  return `<p>${textOf(text.slice(0, place))}<a href="../${textOf(address.slice(1))}">${textOf(text.slice(place))}</a></p>`;
}

function page({ title, language, root, json, madeUp, body }: PageParts): string {
  const others = languages
    .map((one) =>
      one === language
        ? `<span aria-current="true">${languageNames[one]}</span>`
        : `<a href="?lang=${one}" lang="${one}" hreflang="${one}">${languageNames[one]}</a>`,
    )
    .join(" · ");
  const mark = madeUp ? `<p class="made-up" role="note">${textOf(indicatorTexts[language].madeUp)}</p>\n` : "";
  return `<!doctype html>
<html lang="${language}">
<head>
${headMarkup({ title: `${textOf(title)} – Qorgau`, root, sheet: "indicator.css" })}
<link rel="alternate" type="application/json" href="${root}${json}?lang=${language}">
</head>
<body>
${mark}<header>
<p class="screen"><a href="${root}">Qorgau</a> · ${others} · <a href="${root}${json}?lang=${language}">JSON</a></p>
<h1>${textOf(title)}</h1>
</header>
<main>
${body}
</main>
</body>
</html>
`;
}
