/** The columns of the worklist: who, the points of the check-list, the score of accidents. */
import type { RiskRow } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { addressOf } from "../../data/get.ts";
import type { Column } from "../../figures/data-table.tsx";
import { addressOfUnit } from "../../state/units.ts";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

type Administrative = NonNullable<RiskRow["administrative"]>;

/** The enterprise, and where, in what and how large it is. */
function headColumns(): readonly Column<RiskRow>[] {
  const { dimensions, riskmap, unknown } = texts.value;
  const { name } = figures.value;
  return [
    { title: dimensions.employer, cell: ({ employer }) => <a href={addressOfUnit("employer", employer) ?? "?"}>{employer}</a> },
    {
      title: riskmap.profile,
      isWide: true,
      cell: ({ region, sector, size }) => [name("region", region), name("sector", sector), size ?? unknown].join("; "),
    },
  ];
}

export function administrativeColumns(): readonly Column<RiskRow>[] {
  const { riskmap } = texts.value;
  const { rate } = figures.value;
  const scoreOf = ({ administrative }: RiskRow) =>
    administrative === null || administrative === undefined || administrative.score === null || administrative.band === null
      ? none
      : `${rate(administrative.score)}, ${riskmap.bands[administrative.band]}`;
  return [
    ...headColumns(),
    { title: riskmap.score, isNumber: true, cell: scoreOf, value: ({ administrative }) => administrative?.score },
    {
      title: riskmap.madeOf,
      isWide: true,
      cell: ({ administrative }) => (administrative === null || administrative === undefined ? none : <Made of={administrative} />),
      value: ({ administrative: of }) =>
        of === null || of === undefined
          ? null
          : [
              of.gross,
              of.significantViolated,
              of.significantAsked,
              of.significantPoints,
              of.minorViolated,
              of.minorAsked,
              of.minorPoints,
              of.special,
            ],
    },
  ];
}

/** What the points come from, and the record that states it. */
function Made({ of }: { readonly of: Administrative }) {
  const { riskmap, explain } = texts.value;
  const { count, rate, day } = figures.value;
  const { source, subject } = of.record;
  const parts = [
    of.reason === null ? null : fill(riskmap.tableUnknown, { table: of.table }),
    fill(riskmap.gross, { count: count(of.gross) }),
    fill(riskmap.parts, {
      violated: count(of.significantViolated),
      checked: count(of.significantAsked),
      points: rate(of.significantPoints),
    }),
    fill(riskmap.partsMinor, { violated: count(of.minorViolated), checked: count(of.minorAsked), points: rate(of.minorPoints) }),
    fill(riskmap.special, { points: rate(of.special) }),
    fill(riskmap.assessed, { day: day(of.assessedOn) }),
  ];
  return (
    <>
      {parts.filter((part) => part !== null).join("; ")}{" "}
      <a class="for-screen" href={`.${addressOf("/v1/records", { source, subject })}`} aria-label={`${explain.record} ${subject}`}>
        {explain.record}
      </a>
    </>
  );
}

/** `factor`: how many times the rate of its like is asked about. */
export function statisticalColumns(factor: string): readonly Column<RiskRow>[] {
  const { riskmap } = texts.value;
  const { count, rate, share } = figures.value;
  const of =
    <Value,>(read: (statistical: NonNullable<RiskRow["statistical"]>) => Value) =>
    (row: RiskRow) =>
      row.statistical === undefined ? null : read(row.statistical);
  const [accidents, fatal, personYears, expected, smoothed, probability] = [
    of((one) => one.accidents),
    of((one) => one.fatal),
    of((one) => one.personYears),
    of((one) => one.expected),
    of((one) => one.rate),
    of((one) => one.probability),
  ];
  const wordOf = of(({ silent }) => (silent === true ? riskmap.silent : ""));
  return [
    ...headColumns(),
    { title: riskmap.statistical, isNumber: true, cell: (row) => count(accidents(row)), value: accidents },
    { title: riskmap.fatal, isNumber: true, cell: (row) => count(fatal(row)), value: fatal },
    { title: riskmap.expected, isNumber: true, cell: (row) => rate(expected(row)), value: expected },
    { title: riskmap.personYears, isNumber: true, cell: (row) => rate(personYears(row)), value: personYears },
    { title: riskmap.smoothed, isNumber: true, cell: (row) => rate(smoothed(row)), value: smoothed },
    {
      title: fill(riskmap.probability, { factor }),
      isNumber: true,
      cell: (row) => share(probability(row)),
      value: probability,
    },
    { title: texts.value.columns.status, cell: wordOf },
  ];
}
