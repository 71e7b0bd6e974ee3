/** The columns of what rows are compared with: the service's own word, or its reason for having none. */
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { figures, none } from "../text/figures.ts";
import { texts } from "../text/texts.ts";
import type { Column } from "./data-table.tsx";

type Previous = RatesRow["previous"];

/** Of a comparison, in words. */
function wordOf(previous: Previous): string {
  const { words, wordReasons } = texts.value;
  if (previous === undefined) return none;
  if (previous.word !== null) return words[previous.word];
  return previous.reason === null ? none : wordReasons[previous.reason];
}

/** Period, count, rate, ratio and word of what each row is compared with. */
export function comparisonColumns(): readonly Column<RatesRow>[] {
  const { columns, explore } = texts.value;
  const written = figures.value;
  const limits = ({ lower, upper }: NonNullable<Previous>) =>
    lower === null || upper === null ? "" : ` [${written.rate(lower)}–${written.rate(upper)}]`;
  return [
    { title: explore.comparedWith, cell: ({ previous }) => (previous === undefined ? none : written.period(previous.period)) },
    {
      title: explore.countBefore,
      isNumber: true,
      cell: ({ previous }) => written.count(previous?.count),
      value: ({ previous }) => previous?.count,
    },
    {
      title: explore.rateBefore,
      isNumber: true,
      cell: ({ previous }) => written.rate(previous?.rate),
      value: ({ previous }) => previous?.rate,
    },
    {
      title: explore.ratio,
      isNumber: true,
      cell: ({ previous }) =>
        previous === undefined || previous.ratio === null ? none : `${written.rate(previous.ratio)}${limits(previous)}`,
      value: ({ previous }) => (previous === undefined ? null : [previous.ratio, previous.lower, previous.upper]),
    },
    { title: columns.change, isWide: true, cell: ({ previous }) => wordOf(previous) },
  ];
}
