/** The rows of `GET /v1/programmes/{programme}`: what the figures of `with-and-without.ts` are in a response. */
import { caveatsOf } from "@qorgau/schemas/responses/methods/method-caveats";
import { programmeCaveats } from "@qorgau/schemas/responses/inspection/programme-response";
import type { ProgrammeQuery, ProgrammeResponse, ProgrammeRow } from "@qorgau/schemas/responses/inspection/programme-response";
import type { Steps } from "@qorgau/schemas/steps";
import { wordsOf } from "../../rates/domain/comparison/compare-rates.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { garwood } from "../../statistics/garwood.ts";
import type { Interval } from "../../statistics/garwood.ts";
import type { Span } from "../../time/span.ts";
import { coveredSpans, holdsThrough } from "./enterprise.ts";
import type { Enterprise, Enterprises } from "./enterprise.ts";
import { ofFew, withoutFew } from "./few-enterprises.ts";
import type { OfFew } from "./few-enterprises.ts";
import { coverageOf, programmeFigures, programmeParameters, ratioOfRatios, standardisedRatio } from "./with-and-without.ts";
import type { Coverage, CountOverTime, EnterpriseMonths, ProgrammeFigures } from "./with-and-without.ts";

type Rows = Pick<ProgrammeResponse, "exposureBasis" | "method" | "programme" | "measure" | "wordsAdjusted" | "rows" | "caveats">;

/** In steps of one enterprise. Figures of one enterprise or two are null unless `showsFew`, which changes no other. */
export function* programmeRows(
  { programme, measure, by }: ProgrammeQuery,
  { basis, enterprises }: Enterprises,
  months: readonly Span[],
  showsFew: boolean,
): Steps<Rows> {
  const members: Member[] = [];
  for (const one of enterprises) {
    yield;
    const spans = coveredSpans(one.statuses.filter(({ data }) => data.programme === programme));
    members.push({
      ...one,
      member: months.map((month) => holdsThrough(spans, month)),
      joined: joinedWhen(spans, { from: months[0]?.from ?? "", to: months.at(-1)?.to ?? "" }),
      isCovered: isOn(spans, months.at(-1)?.to ?? ""),
    });
  }
  const keyOf = (one: Member) => by.map((dimension) => codeOf[dimension](one));
  const groups =
    by.length === 0
      ? new Map([["", members]])
      : Map.groupBy(members, (one) =>
          keyOf(one)
            .map((code) => code ?? "\uFFFF")
            .join("|"),
        );
  const drafts: Draft[] = [];
  const few: OfFew[] = [];
  for (const [, some] of [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    yield;
    const codes = by.length === 0 ? {} : Object.fromEntries(by.map((dimension, place) => [dimension, keyOf(some[0]!)[place]]));
    const figures = programmeFigures(some);
    const coverage = coverageOf(some.map(({ isCovered, exposure }) => ({ isCovered, workers: workersOf(exposure.at(-1) ?? null) })));
    drafts.push({ ...(codes as Partial<ProgrammeRow>), ...draftOf(figures, coverage, months, measure) });
    few.push(ofFew(figures, coverage));
  }
  const whole = withWords(drafts, by.length > 0);
  const rows = showsFew ? whole : whole.map((row, place) => withoutFew(row, few[place]!));
  const adjusted = by.length > 0 ? ({ wordsAdjusted: "benjamini_hochberg" } as const) : {};
  const caveats = caveatsOf(programmeCaveats);
  return {
    exposureBasis: basis,
    method: { name: "programme", parameters: { ...programmeParameters } },
    programme,
    measure,
    ...adjusted,
    rows,
    caveats,
  };
}

/** A row before its words are known: they are judged together. */
type Draft = Omit<ProgrammeRow, "standardised" | "beforeAfter"> & {
  readonly standardised: Omit<ProgrammeRow["standardised"], "word">;
  readonly beforeAfter: Omit<ProgrammeRow["beforeAfter"], "word">;
};

/** The words of both ratios of all rows; with many rows by Benjamini and Hochberg (NUMBERS, section 2.5). Where there is a reason there is no word. */
function withWords(drafts: readonly Draft[], adjusted: boolean): ProgrammeRow[] {
  const words = wordsOf(
    drafts.flatMap(({ standardised, beforeAfter }) =>
      [standardised, beforeAfter].map(({ ratio, p, reason }) => ({ ratio, p: reason === null ? p : null, reason: null, count: 1 })),
    ),
    adjusted,
  );
  return drafts.map((draft, place) => ({
    ...draft,
    standardised: { ...draft.standardised, word: words[2 * place]! },
    beforeAfter: { ...draft.beforeAfter, word: words[2 * place + 1]! },
  }));
}

interface Member extends Enterprise, Pick<EnterpriseMonths, "member" | "joined"> {
  readonly isCovered: boolean;
}

/** Spans are in their order. Whoever joins after the months never was in it as far as they go. */
function joinedWhen([first]: readonly Span[], { from, to }: Span): EnterpriseMonths["joined"] {
  if (first === undefined || first.from > to) return "never";
  return first.from < from ? "before" : "within";
}

const isOn = (spans: readonly Span[], day: string) => holdsThrough(spans, { from: day, to: day });

const codeOf = {
  region: ({ region }: Enterprise) => region,
  sector: ({ section }: Enterprise) => section,
  size: ({ size }: Enterprise) => size,
};

const orNull = (figure: number | null) => (figure === null ? null : rounded(figure));
const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((10_000 * part) / whole) / 100);
const rateOf = ({ count, exposure }: CountOverTime) => (exposure === 0 ? null : rounded((1000 * count) / exposure));
const period = (some: CountOverTime) => ({ count: some.count, exposure: rounded(some.exposure), rate: rateOf(some) });
const limitsOf = (limits: Interval | null) => ({ lower: orNull(limits?.lower ?? null), upper: orNull(limits?.upper ?? null) });
/** Victims are no events that happen by chance one by one: one accident has many (NUMBERS, section 2.4). */
const wordlessMeasure = (measure: ProgrammeQuery["measure"]) => (measure === "accidents" ? null : ("not_a_count" as const));

const workersOf = (personYears: number | null) => (personYears === null ? null : 12 * personYears);

function draftOf(
  figures: ProgrammeFigures,
  { workers, workersCovered, enterprises, covered }: Coverage,
  months: readonly Span[],
  measure: ProgrammeQuery["measure"],
): Omit<Draft, "region" | "sector" | "size"> {
  return {
    coverage: {
      enterprises,
      covered,
      percent: percent(covered, enterprises),
      workers: orNull(workers),
      workersCovered: orNull(workersCovered),
      workersPercent: workers === null || workersCovered === null ? null : percent(workersCovered, workers),
      reason: null,
    },
    members: groupOf(figures.members),
    others: groupOf(figures.others),
    countWithoutExposure: figures.countWithoutExposure,
    standardised: standardisedOf(figures, wordlessMeasure(measure)),
    ...joiningOf(figures, months, wordlessMeasure(measure)),
  };
}

function groupOf({ enterprises, ...some }: ProgrammeFigures["members"]): ProgrammeRow["members"] {
  const limits = some.exposure === 0 ? null : garwood(some.count);
  const of = (count: number | undefined) => (count === undefined ? null : rounded((1000 * count) / some.exposure));
  return { enterprises, ...period(some), lower: of(limits?.lower), upper: of(limits?.upper), reason: null };
}

type Wordless = ReturnType<typeof wordlessMeasure>;

function standardisedOf(
  { members, standardised: { observed, expected, fromSection, leftOut } }: ProgrammeFigures,
  wordless: Wordless,
): Draft["standardised"] {
  const found = expected === 0 ? null : standardisedRatio(observed, expected);
  const isFew = found === null || observed < programmeParameters.eventsMin;
  return {
    observed,
    expected: found === null ? null : rounded(expected),
    ratio: orNull(found?.ratio ?? null),
    ...limitsOf(found),
    p: orNull(found?.p ?? null),
    reason: found === null && members.exposure === 0 ? "exposure_missing" : isFew ? "too_few" : wordless,
    exposureFromSection: rounded(fromSection),
    exposureLeftOut: rounded(leftOut),
  };
}

const nothing: CountOverTime = { count: 0, exposure: 0 };

function joiningOf(
  { joining, members }: ProgrammeFigures,
  months: readonly Span[],
  wordless: Wordless,
): Pick<Draft, "beforeAfter" | "regressionToMean"> {
  const missing = members.exposure === 0 ? "exposure_missing" : "too_few";
  const { joined, controls } = joining ?? { joined: { before: nothing, after: nothing }, controls: { before: nothing, after: nothing } };
  const hasControls = controls.before.exposure > 0 && controls.after.exposure > 0;
  const ratios = joining === null || !hasControls ? null : ratioOfRatios(joined, controls);
  return {
    beforeAfter: {
      enterprises: joining?.enterprises ?? 0,
      controlsFrom: joining === null ? null : months[joining.split]!.from.slice(0, 7),
      before: period(joined.before),
      after: period(joined.after),
      controlsBefore: period(controls.before),
      controlsAfter: period(controls.after),
      joinedRatio: orNull(ratios?.joined ?? null),
      controlsRatio: orNull(ratios?.controls ?? null),
      ratio: orNull(ratios?.ratio ?? null),
      ...limitsOf(ratios?.limits ?? null),
      p: orNull(ratios?.limits?.p ?? null),
      reason: (ratios?.limits ?? null) === null ? missing : wordless,
    },
    regressionToMean: regressionOf(joining, missing),
  };
}

function regressionOf(joining: ProgrammeFigures["joining"], missing: "exposure_missing" | "too_few"): ProgrammeRow["regressionToMean"] {
  if (joining === null) {
    return { expectedBefore: null, ordinaryBefore: null, size: null, changePercent: null, plainChangePercent: null, reason: missing };
  }
  const { joined, ordinary } = joining;
  const change = (before: number | null) => {
    if (before === null || before === 0) return null;
    const ratio = joined.after.count / joined.after.exposure / (before / joined.before.exposure);
    return Math.round(10_000 * (ratio - 1)) / 100;
  };
  return {
    expectedBefore: rounded(ordinary.expected),
    ordinaryBefore: orNull(ordinary.before),
    size: orNull(ordinary.size),
    changePercent: change(ordinary.before),
    plainChangePercent: change(joined.before.count),
    reason: ordinary.before === null ? "too_few" : null,
  };
}
