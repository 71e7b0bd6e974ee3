/** Figures of a release beside those of now. */
import type { FigureDifference } from "@qorgau/schemas/responses/releases";
import { DataTable } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { nameOfRow } from "./annual-columns.ts";

const shownMax = 200;

interface DifferenceTableProps<Difference extends FigureDifference> {
  readonly caption: string;
  readonly differences: readonly Difference[];
  /** How many cases stand behind a difference; without it there is no such column. */
  readonly casesOf?: (difference: Difference) => number;
}

export function DifferenceTable<Difference extends FigureDifference>({ caption, differences, casesOf }: DifferenceTableProps<Difference>) {
  const { releases: text, annual } = texts.value;
  const written = figures.value;
  // As the CSV form has it: the figures are of several kinds.
  const value = (one: string | number | null) => (one === null ? "—" : String(one));
  return (
    <>
      <DataTable
        caption={caption}
        columns={[
          { title: text.row, cell: ({ scope, code }) => `${annual.scopes[scope]}: ${nameOfRow({ scope, code, seriesBreak: null })}` },
          { title: text.figure, cell: ({ figure }) => nameOfFigure(figure) },
          { title: text.released, isNumber: true, cell: ({ released }) => value(released) },
          { title: text.now, isNumber: true, cell: ({ now }) => value(now) },
          ...(casesOf === undefined ? [] : [{ title: text.cases, isNumber: true, cell: (one: Difference) => written.count(casesOf(one)) }]),
        ]}
        rows={differences.slice(0, shownMax)}
        keyOf={({ scope, code, figure }) => `${scope} ${code} ${figure}`}
      />
      {differences.length > shownMax && <p class="note">{fill(text.changedShown, { count: shownMax })}</p>}
    </>
  );
}

/** Of a column of the CSV form; one without a name keeps that of the column. */
function nameOfFigure(column: string): string {
  const { figures: names, change } = texts.value.annual;
  const [, compared = "", changed] = /^(.*?)(ChangePercent)?$/.exec(column) ?? [];
  const name = Object.hasOwn(names, compared) ? names[compared as keyof typeof names] : null;
  if (name === null) return column;
  return changed === undefined ? name : `${name}: ${change}`;
}
