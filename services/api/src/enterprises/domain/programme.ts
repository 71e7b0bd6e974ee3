/** The rows of `GET /v1/programmes/{programme}`: what the figures of `with-and-without.ts` are in a response. */
import { programmeCaveats } from "@qorgau/schemas/responses/inspection/programme-response";
import type { ProgrammeQuery, ProgrammeResponse, ProgrammeRow } from "@qorgau/schemas/responses/inspection/programme-response";
import type { Steps } from "@qorgau/schemas/steps";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { garwood } from "../../statistics/garwood.ts";
import type { Interval } from "../../statistics/garwood.ts";
import type { Span } from "../../time/span.ts";
import { coveredSpans, holdsThrough } from "./enterprise.ts";
import type { Enterprise, Enterprises } from "./enterprise.ts";
import { coverageOf, programmeFigures, programmeParameters, ratioOfRatios, standardisedRatio } from "./with-and-without.ts";
import type { CountOverTime, EnterpriseMonths, ProgrammeFigures } from "./with-and-without.ts";

type Rows = Pick<ProgrammeResponse, "exposureBasis" | "method" | "programme" | "measure" | "rows" | "caveats">;

/** In steps of one enterprise. */
export function* programmeRows(
  { programme, measure, by }: ProgrammeQuery,
  { basis, enterprises }: Enterprises,
  months: readonly Span[],
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
  const rows: ProgrammeRow[] = [];
  for (const [, some] of [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    yield;
    const codes = by.length === 0 ? {} : Object.fromEntries(by.map((dimension, place) => [dimension, keyOf(some[0]!)[place]]));
    rows.push({ ...(codes as Partial<ProgrammeRow>), ...rowOf(some, months) });
  }
  const caveats = Object.entries(programmeCaveats).map(([code, text]) => ({ code, text }));
  return { exposureBasis: basis, method: { name: "programme", parameters: { ...programmeParameters } }, programme, measure, rows, caveats };
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
const wordOf = (limits: Interval | null) =>
  limits === null
    ? null
    : limits.lower > 1
      ? ("higher" as const)
      : limits.upper < 1
        ? ("lower" as const)
        : ("not_distinguishable" as const);

const workersOf = (personYears: number | null) => (personYears === null ? null : 12 * personYears);

function rowOf(members: readonly Member[], months: readonly Span[]): Omit<ProgrammeRow, "region" | "sector" | "size"> {
  const figures = programmeFigures(members);
  const { workers, workersCovered, enterprises, covered } = coverageOf(
    members.map(({ isCovered, exposure }) => ({ isCovered, workers: workersOf(exposure.at(-1) ?? null) })),
  );
  return {
    coverage: {
      enterprises,
      covered,
      percent: percent(covered, enterprises),
      workers: orNull(workers),
      workersCovered: orNull(workersCovered),
      workersPercent: workers === null || workersCovered === null ? null : percent(workersCovered, workers),
    },
    members: groupOf(figures.members),
    others: groupOf(figures.others),
    countWithoutExposure: figures.countWithoutExposure,
    standardised: standardisedOf(figures),
    ...joiningOf(figures, months),
  };
}

function groupOf({ enterprises, ...some }: ProgrammeFigures["members"]): ProgrammeRow["members"] {
  const limits = some.exposure === 0 ? null : garwood(some.count);
  const of = (count: number | undefined) => (count === undefined ? null : rounded((1000 * count) / some.exposure));
  return { enterprises, ...period(some), lower: of(limits?.lower), upper: of(limits?.upper) };
}

function standardisedOf({
  members,
  standardised: { observed, expected, fromSection, leftOut },
}: ProgrammeFigures): ProgrammeRow["standardised"] {
  const found = expected === 0 ? null : standardisedRatio(observed, expected);
  return {
    observed,
    expected: found === null ? null : rounded(expected),
    ratio: orNull(found?.ratio ?? null),
    ...limitsOf(found),
    word: wordOf(found),
    reason: found !== null ? null : members.exposure === 0 ? "exposure_missing" : "too_few",
    exposureFromSection: rounded(fromSection),
    exposureLeftOut: rounded(leftOut),
  };
}

const nothing: CountOverTime = { count: 0, exposure: 0 };

function joiningOf(
  { joining, members }: ProgrammeFigures,
  months: readonly Span[],
): Pick<ProgrammeRow, "beforeAfter" | "regressionToMean"> {
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
      word: wordOf(ratios?.limits ?? null),
      reason: (ratios?.limits ?? null) === null ? missing : null,
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
