/** The columns of the tables of a year, in three parts of which each fits a sheet of paper. */
import type { AnnualRollupResponse, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { addressOfUnit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

export const annualParts = ["victims", "accidents", "rates"] as const;
export type AnnualPart = (typeof annualParts)[number];

/** The part that an address names; the first where it names none. */
export function partOf(form: string | undefined): AnnualPart {
  return annualParts.find((part) => part === form) ?? "victims";
}

interface AnnualColumn {
  readonly title: string;
  /** Words in place of a number: left-aligned, and may be wrapped. */
  readonly isText?: boolean;
  readonly cell: (row: AnnualRollupRow) => string;
}

/** Columns under one head; a group without a title is one column that is its own head. */
export interface AnnualColumnGroup {
  readonly title: string | null;
  readonly columns: readonly AnnualColumn[];
}

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
    return [...compared, { title: null, columns: [{ title: text.annual.share, cell: ({ share }) => written.percent(share.percent) }] }];
  }
  const fault = [
    { title: text.annual.faultCases, cell: ({ fault: { cases } }: AnnualRollupRow) => written.count(cases) },
    { title: text.annual.employer, cell: ({ fault: { employerPercent } }: AnnualRollupRow) => written.percent(employerPercent) },
    { title: text.annual.worker, cell: ({ fault: { workerPercent } }: AnnualRollupRow) => written.percent(workerPercent) },
  ];
  return [...compared, { title: text.annual.fault, columns: fault }];
}

/** Value, value of the year before, change; of a running year those of the days that are over, against the same days. */
function comparedGroup({ year, toDate }: AnnualRollupResponse, name: ComparedName): AnnualColumnGroup {
  const text = texts.value.annual;
  const written = figures.value;
  const pair = (row: AnnualRollupRow) => row[name].toDate ?? row[name];
  const headOf = (day: string | undefined, whole: number) =>
    day === undefined ? String(whole) : fill(text.toDay, { day: written.day(day) });
  return {
    title: text.figures[name],
    columns: [
      { title: headOf(toDate?.to, year), cell: (row) => written.count(pair(row).value) },
      { title: headOf(toDate?.previousTo, year - 1), cell: (row) => written.count(pair(row).previous) },
      { title: text.change, cell: (row) => written.changePercent(pair(row).changePercent) },
    ],
  };
}

function rateGroups({ per }: AnnualRollupResponse): readonly AnnualColumnGroup[] {
  const { pers, columns, annual } = texts.value;
  const written = figures.value;
  const bySeverity = (["fatal", "severe", "light"] as const).map((name): AnnualColumnGroup => ({
    title: `${annual.figures[name]}, ${pers["100000_workers"]}`,
    columns: [
      { title: columns.rate, cell: ({ rates }) => written.rate(rates[name].rate) },
      { title: columns.interval, cell: ({ rates }) => written.interval(rates[name]) },
    ],
  }));
  const ofInjured: readonly AnnualColumn[] = [
    { title: columns.rate, cell: ({ rate }) => written.rate(rate) },
    { title: columns.interval, cell: written.interval },
    { title: columns.exposure, isText: true, cell: written.denominator },
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
