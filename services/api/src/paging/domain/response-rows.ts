/** How many rows a response may have (NUMBERS 3.3), and what is thrown where it has more. */
import { CodedError } from "@qorgau/schemas/coded-error";

export const responseRowsMax = 20_000;

/** The response has too many rows: thrown before they are computed. The caller gets a 400 (QG-0870). */
export class TooManyRows extends CodedError<"rows_too_many"> {
  readonly rows: number;
  readonly rowsMax: number;
  constructor(rows: number, rowsMax: number = responseRowsMax) {
    super("rows_too_many", `${rows} rows are more than ${rowsMax}`);
    this.rows = rows;
    this.rowsMax = rowsMax;
  }
}

/** The history of the row would be folded too often: the statements that are tied to one another are too many. */
export class TooManyTied extends CodedError<"tied_too_many"> {
  readonly statements: number;
  constructor(statements: number) {
    super("tied_too_many", `${statements} statements are tied to one another`);
    this.statements = statements;
  }
}

/** The response is computed from too much, whatever its rows: cells of figures by bucket, section or accident. The caller gets a 400 (QG-0871). */
export class TooManyCells extends CodedError<"cells_too_many"> {
  readonly cells: number;
  readonly cellsMax: number;
  constructor(cells: number, cellsMax: number) {
    super("cells_too_many", `${cells} cells are more than ${cellsMax}`);
    this.cells = cells;
    this.cellsMax = cellsMax;
  }
}
