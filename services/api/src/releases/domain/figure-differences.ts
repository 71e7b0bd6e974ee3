/** What differs between two responses of the annual rollup, figure by figure. Pure. */
import type { AnnualRollupResponse, AnnualRollupRow } from "@qorgau/schemas/responses/annual-rollup";
import type { FigureDifference } from "@qorgau/schemas/responses/releases";

type Figure = string | number | null;

/**
 * In the order of the rows, and within one in that of its columns. A figure of the earlier response that the later one does not have is
 * null there; a figure that only the later one has is no difference, since responses gain members as the program grows, unless its whole
 * row is new.
 */
export function figureDifferences(released: AnnualRollupResponse, now: AnnualRollupResponse): FigureDifference[] {
  const later = new Map(now.rows.map((row) => [keyOf(row), row]));
  const earlier = new Map(released.rows.map((row) => [keyOf(row), row]));
  const added = now.rows.filter((row) => !earlier.has(keyOf(row)));
  return [
    ...released.rows.flatMap((row) => rowDifferences(row, figuresOf(row), figuresOf(later.get(keyOf(row))))),
    ...added.flatMap((row) => rowDifferences(row, new Map([...figuresOf(row).keys()].map((name) => [name, null])), figuresOf(row))),
  ];
}

function rowDifferences(
  { scope, code }: AnnualRollupRow,
  released: ReadonlyMap<string, Figure>,
  now: ReadonlyMap<string, Figure>,
): FigureDifference[] {
  return [...released].flatMap(([figure, value]) => {
    const other = now.get(figure) ?? null;
    return other === value ? [] : [{ scope, code, figure, released: value, now: other }];
  });
}

const keyOf = ({ scope, code }: AnnualRollupRow): string => `${scope}|${code ?? ""}`;

/** By the name of the CSV column: `injured`, `injuredPrevious`, `rate`. */
function figuresOf(row: AnnualRollupRow | undefined): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  const { scope: _scope, code: _code, ...reported } = row ?? ({} as Partial<AnnualRollupRow>);
  addFigures(figures, reported, (member) => member);
  return figures;
}

function addFigures(figures: Map<string, Figure>, reported: object, nameOf: (member: string) => string): void {
  for (const [member, cell] of Object.entries(reported)) {
    const name = nameOf(member);
    if (typeof cell !== "object" || cell === null || Array.isArray(cell)) figures.set(name, plain(cell));
    else addFigures(figures, cell as object, (inner) => columnOf(name, inner));
  }
}

function columnOf(name: string, member: string): string {
  return member === "value" ? name : `${name}${member[0]?.toUpperCase() ?? ""}${member.slice(1)}`;
}

function plain(cell: unknown): Figure {
  if (typeof cell === "boolean") return String(cell);
  return Array.isArray(cell) ? cell.join(" ") : ((cell ?? null) as Figure);
}
