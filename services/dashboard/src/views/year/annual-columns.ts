/** The columns of the tables of a year, in three parts of which each fits a sheet of paper. */
import type { AnnualPer, AnnualRollupResponse, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import type { Measure } from "@qorgau/schemas/responses/rates";
import type { ShownNumbers } from "../../figures/data-table.tsx";
import { addressOfPage } from "../../state/page-state.ts";
import { addressOfUnit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

export const annualParts = ["victims", "accidents", "rates"] as const;
export type AnnualPart = (typeof annualParts)[number];

/** The part that an address names; the first where it names none. */
export function partOf(form: string | undefined): AnnualPart {
  return annualParts.find((part) => part === form) ?? "victims";
}

/** A count or a rate of a row, as `/v1/explain` is asked for it. */
export interface ExplainedFigure {
  readonly measure: Measure;
  /** That of the year before. */
  readonly isPrevious?: boolean;
  /** Of a rate; a count is explained in the unit of the whole response. */
  readonly per?: AnnualPer;
}

export interface AnnualColumn {
  readonly title: string;
  /** Words in place of a number: left-aligned, and may be wrapped. */
  readonly isText?: boolean;
  readonly cell: (row: AnnualRollupRow) => string;
  /** The number of the response that the cell writes. */
  readonly value?: (row: AnnualRollupRow) => ShownNumbers;
  /** Which number of the row it is; absent where it is none that can be explained by itself. */
  readonly explained?: ExplainedFigure;
}

/** Columns under one head; a group without a title is one column that is its own head. */
export interface AnnualColumnGroup {
  readonly title: string | null;
  readonly columns: readonly AnnualColumn[];
}

/** What of compared figures `/v1/explain` counts. */
const measureOf: { readonly [Name in ComparedName]?: Measure } = {
  injured: "injured",
  fatal: "fatal",
  severe: "severe",
  light: "light",
  accidents: "accidents",
};

const comparedOf = {
  victims: ["injured", "fatal", "severe", "light"],
  accidents: ["accidents", "groupAccidents", "groupVictims", "diseases", "poisonings"],
} as const satisfies Readonly<Record<string, readonly (keyof AnnualRollupRow)[]>>;
type ComparedName = (typeof comparedOf)[keyof typeof comparedOf][number];

/** The columns of one part of a response; the head of the row is none of them. */
export function annualColumns(annual: AnnualRollupResponse, part: AnnualPart): readonly AnnualColumnGroup[] {
  const text = texts.value;
  const written = figures.value;
  if (part === "rates") return rateGroups(annual);
  const compared = comparedOf[part].map((name) => comparedGroup(annual, name));
  if (part === "victims") {
    return [...compared, { title: null, columns: [{ title: text.annual.share, ...of(({ share }) => share.percent, written.percent) }] }];
  }
  const fault = [
    { title: text.annual.faultCases, ...counted(({ fault }) => fault.cases) },
    { title: text.annual.employer, ...of(({ fault }) => fault.employerPercent, written.percent) },
    { title: text.annual.worker, ...of(({ fault }) => fault.workerPercent, written.percent) },
  ];
  return [...compared, { title: text.annual.fault, columns: fault }];
}

/** A number of the row, as it is and as it is written. */
const of = (value: (row: AnnualRollupRow) => number | null, format: (number: number | null) => string) => ({
  value,
  cell: (row: AnnualRollupRow) => format(value(row)),
});
const counted = (value: (row: AnnualRollupRow) => number) => of(value, figures.value.count);

/** Value, value of the year before, change; of a running year those of the days that are over, against the same days. */
function comparedGroup({ year, toDate }: AnnualRollupResponse, name: ComparedName): AnnualColumnGroup {
  const text = texts.value.annual;
  const written = figures.value;
  const pair = (row: AnnualRollupRow) => row[name].toDate ?? row[name];
  const measure = measureOf[name];
  const explained = (isPrevious: boolean) => (measure === undefined ? {} : { explained: { measure, isPrevious } });
  const headOf = (day: string | undefined, whole: number) =>
    day === undefined ? String(whole) : fill(text.toDay, { day: written.day(day) });
  return {
    title: text.figures[name],
    columns: [
      { title: headOf(toDate?.to, year), ...counted((row) => pair(row).value), ...explained(false) },
      { title: headOf(toDate?.previousTo, year - 1), ...counted((row) => pair(row).previous), ...explained(true) },
      { title: text.change, ...of((row) => pair(row).changePercent, written.changePercent) },
    ],
  };
}

function rateGroups({ per }: AnnualRollupResponse): readonly AnnualColumnGroup[] {
  const { pers, columns, annual } = texts.value;
  const written = figures.value;
  const limits = ({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }) => [lower, upper];
  const bySeverity = (["fatal", "severe", "light"] as const).map((name): AnnualColumnGroup => ({
    title: `${annual.figures[name]}, ${pers["100000_workers"]}`,
    columns: [
      { title: columns.rate, ...of(({ rates }) => rates[name].rate, written.rate), explained: { measure: name, per: "100000_workers" } },
      { title: columns.interval, cell: ({ rates }) => written.interval(rates[name]), value: ({ rates }) => limits(rates[name]) },
    ],
  }));
  const ofInjured: readonly AnnualColumn[] = [
    { title: columns.rate, ...of(({ rate }) => rate, written.rate), explained: { measure: "injured", per } },
    { title: columns.interval, cell: written.interval, value: limits },
    { title: columns.exposure, isText: true, cell: written.denominator, value: ({ exposure }) => exposure },
    { title: columns.status, isText: true, cell: conditionsOf },
  ];
  return per === "none" ? bySeverity : [{ title: `${annual.figures.injured}, ${pers[per]}`, columns: ofInjured }, ...bySeverity];
}

/** What is not settled of a row, in words. */
function conditionsOf({ running, status, warning, exposureConflict }: AnnualRollupRow): string {
  const text = texts.value;
  return [
    running === true ? text.running : null,
    text.statuses[status],
    exposureConflict === true ? text.conflict : null,
    warning === undefined ? null : `${text.annual.warning} (${warning})`,
  ]
    .filter((word) => word !== null)
    .join(", ");
}

/** What a row is of; a region that was divided has an asterisk, which a note explains. */
export function nameOfRow({ scope, code, seriesBreak }: Pick<AnnualRollupRow, "scope" | "code" | "seriesBreak">): string {
  const text = texts.value.annual;
  if (scope === "total") return text.country;
  if (scope === "complex") return text.complex;
  const name = figures.value.name(scope, code);
  const isLettered = (scope === "sector" || scope === "division") && code !== null;
  return `${isLettered ? `${code} ` : ""}${name}${seriesBreak === null ? "" : " *"}`;
}

/** The page of what the row is of; null where it has none. */
export function addressOfRow({ scope, code }: AnnualRollupRow): string | null {
  return scope === "region" || scope === "sector" || scope === "division" ? addressOfUnit(scope, code) : null;
}

/** Where a number of a row is explained; null where `/v1/explain` has no such row. */
export function addressOfNumber(annual: AnnualRollupResponse, row: AnnualRollupRow, explained: ExplainedFigure): string | null {
  const { year, toDate, exposureBasis } = annual;
  const { measure, isPrevious = false, per = annual.per } = explained;
  // Of those of one severity the others are none.
  const isNone = row.scope === "severity" && measure !== row.code && measure !== "injured" && measure !== "accidents";
  // What is not known has no denominator there.
  const isUndivided = row.scope !== "total" && row.code === null && explained.per !== undefined;
  if (row.scope === "complex" || isNone || isUndivided) return null;
  // A rate of a running year is of all of it that is known.
  const isToDate = toDate !== undefined && explained.per === undefined;
  const shownYear = isPrevious ? year - 1 : year;
  const to = isToDate ? (isPrevious ? toDate.previousTo : toDate.to) : `${shownYear}-12-31`;
  const cut = isToDate && isPrevious ? (toDate.previousWatermark ?? annual.watermark) : annual.watermark;
  return addressOfPage({
    page: "explain",
    measure,
    per,
    period: isToDate ? "ytd" : "year",
    from: `${shownYear}-01-01`,
    to,
    cut,
    ...(row.scope === "total" ? {} : { [row.scope]: row.code ?? "unknown" }),
    ...(exposureBasis === null || isPrevious ? {} : { exposureBasis }),
  });
}

/** The short tables first, the longest one last. */
const scopeOrder = [
  "total",
  "severity",
  "region",
  "sector",
  "complex",
  "sex",
  "ageBand",
  "cause",
  "division",
] as const satisfies readonly AnnualScope[];

/** Those that have rows. */
export function scopesOf({ rows }: AnnualRollupResponse): readonly AnnualScope[] {
  return scopeOrder.filter((scope) => rows.some((row) => row.scope === scope));
}
