/** Cases beside an exposure that is stated as 0: where nobody worked nobody can have been hurt (NUMBERS, 1.4). */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { ZeroExposure } from "@qorgau/schemas/responses/quality-response";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import { statedValue } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf, statedCell, wholeCountry } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { rivalsOf } from "./quality-exposures.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";

type Dimension = Exclude<keyof ExposureCell, "country" | "site">;

interface Zero {
  readonly statement: ExposureStatement;
  readonly basis: ResponseBasis;
}

/** By the dimensions that they narrow, then by cell: a case is looked up once for each choice of dimensions that occurs. */
export interface ZeroExposures {
  readonly shapes: readonly { readonly narrowed: readonly Dimension[]; readonly byCell: ReadonlyMap<string, readonly Zero[]> }[];
}

export const noZeroExposures: ZeroExposures = { shapes: [] };

/** Of all effective statements; one that another outranks is no zero. */
export function zeroExposuresOf(effective: readonly ExposureStatement[]): ZeroExposures {
  const zeros = rivalsOf(effective).flatMap(({ basis, rivals: [used] }) =>
    used !== undefined && statedValue(used, basis) === 0 ? [{ statement: used, basis }] : [],
  );
  const shapes = Map.groupBy(zeros, ({ statement }) => narrowedBy(cellOf(statement)).join());
  return {
    shapes: [...shapes.values()].map((some) => ({
      narrowed: narrowedBy(cellOf(some[0]!.statement)),
      byCell: Map.groupBy(some, ({ statement }) => cellKey(cellOf(statement))),
    })),
  };
}

const dimensions = Object.keys(wholeCountry).filter((name): name is Dimension => name !== "country" && name !== "site");

function narrowedBy(cell: ExposureCell): Dimension[] {
  return dimensions.filter((dimension) => cell[dimension] !== null);
}

/** Returns a row for each counting case and each statement of 0 that is for a cell of the case and a period with its day (NUMBERS, section 1.4). */
export function casesBesideZero(cases: readonly FoldedCase[], { shapes }: ZeroExposures): KeyedRow<ZeroExposure>[] {
  if (shapes.length === 0) return [];
  return cases
    .filter(({ counts }) => counts)
    .flatMap((folded) => {
      const whole = cellOfCase(folded);
      return shapes.flatMap(({ narrowed, byCell }) => {
        const cell = { ...wholeCountry, country: whole.country, ...Object.fromEntries(narrowed.map((name) => [name, whole[name]])) };
        const { date } = folded.derived;
        return (byCell.get(cellKey(cell)) ?? [])
          .filter(({ statement: { derived } }) => derived.from <= date && date <= derived.to)
          .map((zero) => rowOf(folded, zero));
      });
    });
}

function cellOfCase({ data: { mining, worker, employer }, derived }: FoldedCase): ExposureCell {
  return {
    country: derived.country,
    region: derived.region,
    section: derived.section,
    division: derived.division,
    mine: mining.mine ?? null,
    method: mining.method ?? null,
    commodity: mining.commodity ?? null,
    contractor: mining.contractor === undefined ? null : String(mining.contractor),
    sex: worker.sex ?? null,
    ageBand: worker.ageBand ?? null,
    workerStatus: worker.status ?? null,
    size: employer.size ?? null,
    employer: employer.bin ?? null,
    site: false,
  };
}

function rowOf({ id, derived: { date }, statements }: FoldedCase, { statement, basis }: Zero): KeyedRow<ZeroExposure> {
  const { source, entity, subject } = statements[0].statement;
  return {
    key: rowKey(date, id, statement.source, statement.subject, basis),
    row: {
      date,
      case: id,
      source,
      entity,
      subject,
      period: statement.data.period,
      ...statedCell(statement),
      basis,
      otherSource: statement.source,
      otherSubject: statement.subject,
    },
  };
}
