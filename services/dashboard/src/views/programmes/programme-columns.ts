/** The columns of a programme: with it and without, before and after joining, how far it reaches. */
import type { ProgrammeDimension, ProgrammeRow } from "@qorgau/schemas/responses/inspection/programme-response";
import type { Column, ShownNumbers } from "../../figures/data-table.tsx";
import { figures, none } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";

type Columns = readonly Column<ProgrammeRow>[];
type By = ProgrammeDimension | undefined;
type Judged = Pick<ProgrammeRow["standardised"], "word" | "reason">;

function headColumn(by: By): Column<ProgrammeRow> {
  const { dimensions, programmes } = texts.value;
  if (by === undefined) return { title: programmes.enterprises, cell: () => programmes.together };
  return { title: dimensions[by], cell: (row) => figures.value.name(by, row[by]) };
}

function numberColumn(
  title: string,
  write: (value: number | null) => string,
  of: (row: ProgrammeRow) => number | null,
): Column<ProgrammeRow> {
  return { title, isNumber: true, cell: (row) => write(of(row)), value: of };
}

/** A rate or a ratio with its limits. */
function boundedColumn(
  title: string,
  of: (row: ProgrammeRow) => { readonly middle: number | null; readonly lower: number | null; readonly upper: number | null },
): Column<ProgrammeRow> {
  const { rate, interval } = figures.value;
  const shown = (row: ProgrammeRow): ShownNumbers => [of(row).middle, of(row).lower, of(row).upper];
  const write = (row: ProgrammeRow) => {
    const { middle, lower, upper } = of(row);
    const limits = interval({ rate: middle, lower, upper });
    return limits === none ? rate(middle) : `${rate(middle)} [${limits}]`;
  };
  return { title, isNumber: true, cell: write, value: shown };
}

/** The service's own word, or why there is none. */
function wordOf({ word, reason }: Judged): string {
  const { words, programmes } = texts.value;
  if (word !== null) return words[word];
  return reason === null ? none : programmes.noWord[reason];
}

export function comparedColumns(by: By): Columns {
  const { programmes: text, columns } = texts.value;
  const { count, rate } = figures.value;
  const groups = [
    [text.withIt, (row: ProgrammeRow) => row.members],
    [text.without, (row: ProgrammeRow) => row.others],
  ] as const;
  return [
    headColumn(by),
    ...groups.flatMap(([name, of]) => [
      numberColumn(`${name}: ${columns.count}`, count, (row) => of(row).count),
      numberColumn(`${name}: ${text.personYears}`, rate, (row) => of(row).exposure),
      boundedColumn(`${name}: ${text.rate}`, (row) => ({ ...of(row), middle: of(row).rate })),
    ]),
  ];
}

export function expectedColumns(by: By): Columns {
  const { programmes: text, columns } = texts.value;
  const { count, rate } = figures.value;
  return [
    headColumn(by),
    numberColumn(columns.count, count, (row) => row.standardised.observed),
    numberColumn(text.expected, rate, (row) => row.standardised.expected),
    boundedColumn(text.ratio, ({ standardised }) => ({ ...standardised, middle: standardised.ratio })),
    {
      title: columns.change,
      isWide: true,
      cell: ({ members, standardised }) => wordOf({ word: standardised.word, reason: members.reason ?? standardised.reason }),
    },
  ];
}

export function joinedColumns(by: By): Columns {
  const { programmes: text, columns } = texts.value;
  const { count, rate, changePercent } = figures.value;
  return [
    headColumn(by),
    numberColumn(text.joinedEnterprises, count, ({ beforeAfter }) => beforeAfter.enterprises),
    numberColumn(`${text.before}: ${text.rate}`, rate, ({ beforeAfter }) => beforeAfter.before.rate),
    numberColumn(`${text.after}: ${text.rate}`, rate, ({ beforeAfter }) => beforeAfter.after.rate),
    numberColumn(text.plainChange, changePercent, ({ regressionToMean }) => regressionToMean.plainChangePercent),
    numberColumn(text.ordinaryChange, changePercent, ({ regressionToMean }) => regressionToMean.changePercent),
    numberColumn(text.controlsRatio, rate, ({ beforeAfter }) => beforeAfter.controlsRatio),
    boundedColumn(text.ratioOfRatios, ({ beforeAfter }) => ({ ...beforeAfter, middle: beforeAfter.ratio })),
    { title: columns.change, isWide: true, cell: ({ beforeAfter }) => wordOf(beforeAfter) },
  ];
}

export function coverageColumns(by: By): Columns {
  const { programmes: text } = texts.value;
  const { count, percent } = figures.value;
  return [
    headColumn(by),
    numberColumn(text.enterprises, count, ({ coverage }) => coverage.enterprises),
    numberColumn(text.covered, count, ({ coverage }) => coverage.covered),
    numberColumn(text.share, percent, ({ coverage }) => coverage.percent),
    numberColumn(text.workers, count, ({ coverage }) => coverage.workers),
    numberColumn(text.workersCovered, count, ({ coverage }) => coverage.workersCovered),
    numberColumn(text.workersShare, percent, ({ coverage }) => coverage.workersPercent),
  ];
}
