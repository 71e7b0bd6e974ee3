/** A year by scope: each scope a section of three tables, of which one is seen and all are printed. */
import type { AnnualRollupResponse, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { texts } from "../../text/texts.ts";
import { dataValue } from "../../figures/data-table.tsx";
import { addressOfNumber, addressOfRow, annualColumns, annualParts, nameOfRow, scopesOf } from "./annual-columns.ts";
import type { AnnualColumn, AnnualColumnGroup, AnnualPart } from "./annual-columns.ts";

interface AnnualTablesProps {
  readonly annual: AnnualRollupResponse;
  readonly part: AnnualPart;
  readonly source: string;
}

export function AnnualTables({ annual, part, source }: AnnualTablesProps) {
  const groups = annualParts.map((one) => [one, annualColumns(annual, one)] as const);
  const scopes = scopesOf(annual);
  const text = texts.value.annual;
  return (
    <>
      <nav aria-label={text.scopesLabel}>
        {scopes.map((scope) => (
          <a key={scope} href={`#${scope}`}>
            {text.scopes[scope]}
          </a>
        ))}
      </nav>
      {scopes.map((scope) => (
        <Scope key={scope} scope={scope} annual={annual} part={part} groups={groups} source={source} />
      ))}
    </>
  );
}

interface ScopeProps extends AnnualTablesProps {
  readonly scope: AnnualScope;
  readonly groups: readonly (readonly [AnnualPart, readonly AnnualColumnGroup[]])[];
}

function Scope({ scope, annual, part, groups, source }: ScopeProps) {
  const text = texts.value.annual;
  const rows = annual.rows.filter((row) => row.scope === scope);
  return (
    <section class="figure" aria-labelledby={scope}>
      <h3 id={scope}>{text.scopes[scope]}</h3>
      {groups.map(([one, columns]) => (
        <div key={one} hidden={one !== part}>
          <AnnualTable
            annual={annual}
            label={`${text.scopes[scope]}: ${text.parts[one]}`}
            caption={text.parts[one]}
            groups={columns}
            rows={rows}
          />
        </div>
      ))}
      <p class="source">{source}</p>
    </section>
  );
}

interface AnnualTableProps {
  readonly annual: AnnualRollupResponse;
  /** Names the table among all others of the page. */
  readonly label: string;
  readonly caption: string;
  readonly groups: readonly AnnualColumnGroup[];
  readonly rows: readonly AnnualRollupRow[];
}

function AnnualTable({ annual, label, caption, groups, rows }: AnnualTableProps) {
  const columns = groups.flatMap((group) => group.columns.map((column) => ({ ...column, key: `${group.title} ${column.title}` })));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <div class="table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <td rowSpan={2} />
            {groups.map(({ title, columns: below }) =>
              title === null ? (
                <th key={below[0]?.title} scope="col" rowSpan={2} class="number">
                  {below[0]?.title}
                </th>
              ) : (
                <th key={title} scope="colgroup" colSpan={below.length} class="group">
                  {title}
                </th>
              ),
            )}
          </tr>
          <tr>
            {groups.map(({ title, columns: below }) =>
              title === null
                ? null
                : below.map((column) => (
                    <th key={`${title} ${column.title}`} scope="col" class={column.isText === true ? undefined : "number"}>
                      {column.title}
                    </th>
                  )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code ?? ""}>
              <th scope="row">
                <RowName row={row} />
              </th>
              {columns.map((column) => (
                <td
                  key={column.key}
                  class={column.isText === true ? undefined : "number"}
                  data-value={column.value && dataValue(column.value(row))}
                >
                  <Cell annual={annual} row={row} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly annual: AnnualRollupResponse;
  readonly row: AnnualRollupRow;
  readonly column: AnnualColumn;
}

/** A number leads to its explanation. */
function Cell({ annual, row, column: { cell, explained } }: CellProps) {
  const address = explained === undefined ? null : addressOfNumber(annual, row, explained);
  return address === null ? <>{cell(row)}</> : <a href={address}>{cell(row)}</a>;
}

function RowName({ row }: { readonly row: AnnualRollupRow }) {
  const address = addressOfRow(row);
  return address === null ? <>{nameOfRow(row)}</> : <a href={address}>{nameOfRow(row)}</a>;
}
