/** What is told of an indicator, in a language: its definition follows from the table of `/v1/rates` that it is a figure of. Pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import { regionFamilies, regions, southKazakhstan } from "@qorgau/schemas/codes/regions";
import type { Language } from "@qorgau/schemas/languages";
import type { IndicatorResponse, IndicatorsResponse } from "@qorgau/schemas/responses/metadata/indicators-response";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { Release } from "@qorgau/schemas/responses/releases";
import { basesOfPer, rateUnits } from "../../exposure/domain/rate-unit.ts";
import { indicators } from "./indicator-list.ts";
import type { Indicator } from "./indicator-list.ts";
import { indicatorTexts } from "./indicator-texts.ts";
import type { Counted, Defined, IndicatorTexts } from "./indicator-texts.ts";

/** What of the published figures may be told to whom it is for; each member is null, or empty, where it is not told. */
export interface IndicatorCircumstances {
  /** The watermark that a citation names. */
  readonly asOf: string | null;
  /** Of the table at that cut. */
  readonly exposureBasis: ResponseBasis | null;
  /** The newest year of that table. */
  readonly year: string | null;
  /** In the order of their numbers. */
  readonly releases: readonly Release[];
  /** Whether the figures of a release are cited, where one says the indicator, and no cut. */
  readonly citesRelease: boolean;
  /** Where the service is, as the reader has reached it: what an address begins with on paper. */
  readonly origin: string;
  /** The address of the licence that the operator states. */
  readonly licence: string | null;
}

const releasesMax = 10;

/** All indicators, in the order of the list. */
export function indicatorsResponse(language: Language): IndicatorsResponse {
  return { indicators: indicators.map((indicator) => listed(indicator, language)) };
}

function listed({ code, names, unit }: Indicator, language: Language) {
  return {
    code,
    name: names[language],
    unit: { code: unit.code, name: unit.names[language] },
    address: `/v1/indicators/${code}`,
    page: `/indicators/${code}`,
  };
}

/** Everything that is told of the indicator. */
export function indicatorResponse(
  indicator: Indicator,
  language: Language,
  { licence, ...circumstances }: IndicatorCircumstances,
): IndicatorResponse {
  const { table, figure, series } = indicator;
  const texts = indicatorTexts[language];
  const counted = countedOf(indicator);
  return {
    ...listed(indicator, language),
    definition: definitionOf(indicator, texts),
    formula: formulaOf(indicator, texts),
    denominator: denominatorOf(indicator, language),
    interval: texts.intervals[counted === "daysLost" ? "none" : figure],
    sources: sourcesOf(indicator, texts),
    notFor: texts.notFor[counted],
    breaks: breaksOf(language),
    comparability: [...texts.comparability],
    revisions: { text: texts.revisions, address: historyAddress(indicator, circumstances.year) },
    releases: releasesOf(indicator, circumstances.releases).map(({ name, year }) => ({
      name,
      year,
      address: `/v1/releases/${name}`,
      quality: `/v1/releases/${name}/quality`,
    })),
    cite: citationOf(indicator, language, circumstances),
    licence: { address: licence, text: texts.licence[licence === null ? "none" : "stated"] },
    rates: isOfOthers(indicator) ? null : ratesAddress(table),
    figure,
    series: series === null ? null : { ...series, address: seriesAddress(series) },
    rules: mergingRules,
    methods: 1,
  };
}

/** The table of `/v1/rates` is asked for no requirement: it would give a figure where the definition of others has none (METHODS, section 10). */
const isOfOthers = ({ requirements }: Indicator): boolean => requirements.length > 0;

const seriesAddress = ({ dataflow, key }: NonNullable<Indicator["series"]>): string => `/sdmx/2.1/data/${dataflow}/${key}`;

function countedOf({ table: { measure, severity, kind } }: Indicator): Counted {
  if (kind === "disease") return "diseases";
  if (measure === "injured") return severity === undefined ? "injured" : "nonFatal";
  if (measure === "lost_time") return "lostTime";
  if (measure === "days_lost") return "daysLost";
  return measure === "accidents" ? "accidents" : "fatal";
}

/** Of severities that are named the dead are none. */
function definedOf(indicator: Indicator): Defined {
  const counted = countedOf(indicator);
  return counted === "lostTime" && indicator.table["severity"] !== undefined ? "lostTimeNonFatal" : counted;
}

/** What its views count as commuting: the law of Kazakhstan, unless the table names the circumstances that it counts. */
function commutingOf({ circumstance }: Indicator["table"]): keyof IndicatorTexts["commuting"] {
  if (circumstance === undefined) return "law";
  return circumstance.includes("commuting_employer_transport") ? "own" : "all";
}

function definitionOf(indicator: Indicator, texts: IndicatorTexts): string[] {
  const { table } = indicator;
  const counted = countedOf(indicator);
  const deathsOf = counted === "fatal" ? [texts.deaths.whenever] : [];
  return [
    texts.definition[definedOf(indicator)],
    ...(counted === "lostTime" ? [fill(texts.lostDays, { days: table["lostDays"] ?? "1" })] : []),
    texts.cases,
    ...(table["deathWithin"] === undefined ? deathsOf : [texts.deaths.withinYear]),
    ...(counted === "diseases" ? [] : [texts.commuting[commutingOf(table)]]),
    ...(isOfOthers(indicator) ? [texts.refused] : []),
  ];
}

function formulaOf(indicator: Indicator, texts: IndicatorTexts): string {
  const { figure, table } = indicator;
  const where = fill(texts.where, { counted: texts.counted[definedOf(indicator)] });
  const { per } = table;
  if (figure === "count" || per === "none") return `n, ${where}`;
  const divisor = texts.divisors[per];
  // The thousands apart, as every language here may write them.
  const factor = per === "case" ? "" : ` × ${String(rateUnits[per].factor).replaceAll(/\B(?=(?:\d{3})+$)/g, "\u00A0")}`;
  return `n${factor} / E, ${where}, E: ${divisor}`;
}

function denominatorOf({ figure, table: { per } }: Indicator, language: Language): IndicatorResponse["denominator"] {
  if (figure === "count" || per === "none") return null;
  const { denominators } = indicatorTexts[language];
  if (per === "case") return { per, bases: [], text: denominators.case };
  const bases = basesOfPer(per).map((code) => ({ code, name: nameOfCode("exposureBasis", code, language) ?? code }));
  return { per, bases, text: denominators[per.endsWith("_workers") ? "stock" : "flow"] };
}

/** A view is defined by whom it is a view for. */
function sourcesOf(indicator: Indicator, { sources }: IndicatorTexts): string[] {
  const { code } = indicator;
  if (code.startsWith("hsw_")) return [sources.esaw];
  if (code.startsWith("DF_SDG_")) return [sources.sdg, sources.ilo];
  return [code.startsWith("DF_") ? sources.ilo : sources[countedOf(indicator)]];
}

function breaksOf(language: Language): IndicatorResponse["breaks"] {
  const names = new Map([...regions, southKazakhstan].map(({ iso, names: known }) => [iso, known[language]]));
  const nameOf = (code: string) => names.get(code) ?? code;
  const { breaks } = indicatorTexts[language];
  return regionFamilies.map(({ on, parent, children, parentRemains }) => ({
    on,
    regions: [parent, ...children].map((code) => ({ code, name: nameOf(code) })),
    text: fill(breaks[parentRemains ? "formed" : "divided"], { parent: nameOf(parent), children: children.map(nameOf).join(", ") }),
  }));
}

/** Releases that say the very figure of the indicator and that none supersedes: of the newest year first, of one year the last made. */
const releasesOf = ({ releasedWith }: Indicator, releases: readonly Release[]): Release[] =>
  releases
    .filter(({ supersededBy }) => supersededBy === undefined)
    .filter(({ per, yearOf, regionOf }) => releasedWith.includes(per) && yearOf === "accident" && regionOf === "occurrence")
    .toSorted((one, other) => other.year - one.year || other.number - one.number)
    .slice(0, releasesMax);

const ratesAddress = (table: Readonly<Record<string, string>>) =>
  `/v1/rates?${new URLSearchParams({ ...table, period: "year" }).toString()}`;

/** Of the row of the whole country in that year. */
function historyAddress(indicator: Indicator, year: string | null): string | null {
  if (year === null || isOfOthers(indicator)) return null;
  const { table } = indicator;
  return `/v1/revisions?${new URLSearchParams({ ...table, period: "year", from: `${year}-01-01`, to: `${year}-12-31` }).toString()}`;
}

function citationOf(
  indicator: Indicator,
  language: Language,
  { asOf, exposureBasis, releases, citesRelease, origin }: Omit<IndicatorCircumstances, "licence">,
): IndicatorResponse["cite"] {
  const { code, names } = indicator;
  const { cite, basis } = indicatorTexts[language];
  const told = { name: names[language], code, rules: String(mergingRules) };
  const [release] = citesRelease ? releasesOf(indicator, releases) : [];
  if (release !== undefined) {
    const address = `/v1/releases/${release.name}`;
    return {
      text: fill(cite.release, { ...told, release: release.name, address: origin + address }),
      address,
      asOf: null,
      exposureBasis: null,
      release: release.name,
    };
  }
  const address = citedAddress(indicator, asOf, exposureBasis);
  if (asOf === null) {
    const hasBasis = (denominatorOf(indicator, language)?.bases.length ?? 0) > 0;
    const text = fill(cite[hasBasis ? "none" : "withoutBasis"], { ...told, address: origin + address });
    return { text, address, asOf, exposureBasis: null, release: null };
  }
  const inWords =
    exposureBasis === null ? "" : fill(basis, { basis: nameOfCode("exposureBasis", exposureBasis, language) ?? exposureBasis });
  const text = fill(cite.cut, { ...told, watermark: asOf, basis: inWords, address: origin + address });
  return { text, address, asOf, exposureBasis, release: null };
}

/** Of a definition of others the series, whose basis follows from its cut. */
function citedAddress(indicator: Indicator, asOf: string | null, exposureBasis: ResponseBasis | null): string {
  const { series, table } = indicator;
  const ofCut = asOf === null ? {} : { asOf };
  if (series !== null && isOfOthers(indicator)) {
    const search = new URLSearchParams(ofCut).toString();
    return search === "" ? seriesAddress(series) : `${seriesAddress(series)}?${search}`;
  }
  return ratesAddress({ ...table, ...(exposureBasis === null ? {} : { exposureBasis }), ...ofCut });
}

function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place);
}
