/** The quality of a release in words, by the sections of SIMS 2.0: what the metadata report and the workbook hold. Pure. */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import { southKazakhstan } from "@qorgau/schemas/codes/regions";
import type { Language } from "@qorgau/schemas/languages";
import type { ReleaseQualityResponse, TwoLists, UnstatedShare } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { Workbook, WorkbookRow } from "../../render/domain/workbook.ts";
import { simsConcepts, simsPlaces, simsTexts } from "./sims-texts.ts";
import type { SimsItem, SimsSection, SimsTexts } from "./sims-texts.ts";

export interface SimsSectionText {
  readonly concept: SimsSection;
  readonly items: readonly { readonly concept: SimsItem; readonly text: string }[];
}

type Facts = Readonly<Record<string, string | number>>;

const fill = (text: string, facts: Facts): string => text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place));

/** Everything that is told, in a language. */
export function simsReport(report: ReleaseQualityResponse, language: Language): SimsSectionText[] {
  const texts = simsTexts[language];
  const told: Readonly<Record<SimsItem, readonly string[]>> = {
    STAT_CONC_DEF: [
      fill(texts.definitions, {
        definitions: report.presentation.definitions,
        rules: report.release.rules,
        methods: report.methods,
        codeLists: report.release.codeLists,
      }),
    ],
    ...accuracyTexts(report, texts, language),
    TIMELINESS: [timelinessText(report, texts, language)],
    COMPAR_TIME: report.coherence.breaks.map(({ on, regions }) =>
      fill(texts.break, { on, regions: regions.map((region) => nameOfRegion(region, language)).join(", ") }),
    ),
    COHER_X_DOM: [fill(texts.coherence, { ...report.coherence.inspectorate, year: report.release.year, ...countsOf(report) })],
    REV_PRACTICE: report.revisions.map((one) => revisionText(one, texts, language)),
    DATA_COMP: processingTexts(report, texts, language),
  };
  return (Object.keys(simsConcepts) as SimsSection[]).map((concept) => ({
    concept,
    items: simsConcepts[concept].map((item) => ({ concept: item, text: told[item].join(" ") })),
  }));
}

/** South Kazakhstan is no region any more, and so in no list of them. */
function nameOfRegion(region: string, language: Language): string {
  if (region === southKazakhstan.iso) return southKazakhstan.names[language];
  return nameOfCode("region", region, language) ?? region;
}

const countsOf = ({ coherence: { statistics } }: ReleaseQualityResponse): Facts => ({
  diseases: statistics.diseases,
  poisonings: statistics.poisonings,
});

/** "–" where there is none; a decimal comma where the language has one. */
function numberIn(language: Language): (value: number | null) => string {
  return (value) => (value === null ? "–" : language === "en" ? String(value) : String(value).replace(".", ","));
}
function percentIn(language: Language): (share: number | null) => string {
  const number = numberIn(language);
  return (share) => (share === null ? "–" : `${number(Number((100 * share).toPrecision(4)))} %`);
}

function accuracyTexts({ accuracy, release }: ReleaseQualityResponse, texts: SimsTexts, language: Language) {
  const percent = percentIn(language);
  const shareText = (name: string, { unstated, of, share }: UnstatedShare) =>
    fill(texts.share, { name, unstated, of, percent: percent(share) });
  const { cases, released, reason, unknown, daysLost, duplicates, coverage } = accuracy;
  const shares = [
    ...unknown.filter(({ of }) => of > 0).map(({ dimension, ...one }) => shareText(texts.dimensions[dimension], one)),
    shareText(texts.daysLost, daysLost),
  ];
  return {
    ACCURACY_OVERALL: [fill(texts.cases, { cases, released, year: release.year }), ...(reason === null ? [] : [texts.reasons[reason]])],
    COVERAGE_ERR: [
      ...coverage.strata.map((one) => coverageText(texts.strata[one.stratum], one, texts, language)),
      coverageText(texts.strata.total, coverage.total, texts, language),
    ],
    OVERCOVERAGE_RATE: [fill(texts.duplicates, { cases: duplicates.cases, percent: percent(duplicates.share) })],
    NONRESPONSE_ERR: [fill(texts.unstated, { shares: shares.join("; ") })],
  };
}

function coverageText(severity: string, lists: TwoLists, texts: SimsTexts, language: Language): string {
  const number = numberIn(language);
  const { first, second, both, estimate, lower, upper, reason } = lists;
  const template = reason === null ? texts.coverage : texts.coverageTooFew;
  return fill(template, { severity, first, second, both, estimate: number(estimate), lower: number(lower), upper: number(upper) });
}

function timelinessText({ timeliness }: ReleaseQualityResponse, texts: SimsTexts, language: Language): string {
  const number = numberIn(language);
  const { firstRelease, daysToFirstRelease, lag } = timeliness;
  return fill(texts.timeliness, {
    firstRelease,
    days: daysToFirstRelease,
    median: number(lag.medianDays),
    p90: number(lag.p90Days),
    cases: lag.cases,
    leftOut: lag.leftOut,
  });
}

function revisionText(one: ReleaseQualityResponse["revisions"][number], texts: SimsTexts, language: Language): string {
  const number = numberIn(language);
  const figure = texts.figures[one.figure];
  if (one.reason !== null) return fill(texts.revisionsTooFew, { figure });
  return fill(texts.revisions, {
    figure,
    years: one.years,
    mean: number(one.meanRevision),
    absolute: number(one.meanAbsoluteRevision),
    relative: percentIn(language)(one.relativeMeanAbsoluteRevision),
  });
}

function processingTexts({ processing }: ReleaseQualityResponse, texts: SimsTexts, language: Language): string[] {
  const { exposureBasis, nowcast } = processing;
  const { coverage, lastTried, widened } = nowcast;
  const percent = percentIn(language);
  const held =
    coverage === null || coverage.share === null
      ? [texts.nowcastTooShort]
      : [
          fill(texts.nowcast, {
            lastTried: lastTried ?? "–",
            covered: coverage.covered,
            of: coverage.of,
            percent: percent(coverage.share),
            lower: percent(coverage.lower),
            upper: percent(coverage.upper),
          }),
          ...(widened === null ? [] : [fill(texts.widened, { widened: numberIn(language)(widened) })]),
        ];
  const basis = exposureBasis === null ? "–" : (nameOfCode("exposureBasis", exposureBasis, language) ?? exposureBasis);
  return [fill(texts.basis, { basis }), ...held, texts.disclosure];
}

/** The printed report: a line for each concept. With `madeUp` its title says first that the data are made up. */
export function simsWorkbook(report: ReleaseQualityResponse, language: Language, madeUp = false): Workbook {
  const texts = simsTexts[language];
  const { release, watermark } = report;
  const named = fill(texts.title, { name: release.name, year: release.year });
  const title = madeUp ? `${texts.madeUp} ${named}` : named;
  const cut = fill(texts.cut, { watermark, number: release.number, recordedAt: release.recordedAt });
  const across = (value: string, style: "title" | "note" | "subtitle"): WorkbookRow => [{ value, style, columnSpan: 3 }, null, null];
  const head: WorkbookRow = [texts.place, texts.concept, texts.told].map((value) => ({ value, style: "head" }));
  const rows = simsReport(report, language).flatMap(({ concept, items }): WorkbookRow[] => [
    across(`${simsPlaces[concept]} ${texts.names[concept]}`, "subtitle"),
    ...items.map(({ concept: item, text }) =>
      [simsPlaces[item], texts.names[item], text].map((value) => ({ value, style: "label" as const })),
    ),
  ]);
  const titles = [across(title, "title"), across(cut, "note"), head];
  return {
    sheets: [{ name: texts.sheet, columnWidths: [12, 34, 110], headRows: titles.length, rows: [...titles, ...rows] }],
    footer: title,
  };
}
