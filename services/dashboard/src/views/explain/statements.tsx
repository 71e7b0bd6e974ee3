/** What a denominator was stated by, and by whom. */
import type { ConflictingExposure, UsedExposure } from "@qorgau/schemas/responses/explain-response";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";

function columnsOf(): readonly Column<UsedExposure>[] {
  const { explain, columns, bases, statuses } = texts.value;
  const { exact, period } = figures.value;
  return [
    { title: columns.period, cell: (stated) => period(stated.period) },
    { title: explain.value, isNumber: true, cell: ({ value }) => exact(value), value: ({ value }) => value },
    { title: explain.basis, cell: ({ basis }) => bases[basis] },
    { title: columns.status, cell: ({ status }) => statuses[status] },
    { title: explain.reporter, cell: ({ role, source }) => <ReporterName role={explain.roles[role]} source={source} /> },
    { title: explain.record, cell: ({ subject }) => <span class="id">{subject}</span> },
  ];
}

function ReporterName({ role, source }: { readonly role: string; readonly source: string }) {
  return (
    <>
      {role} <span class="id">{source}</span>
    </>
  );
}

const keyOf = ({ source, subject, position }: UsedExposure) => `${source} ${subject} ${position}`;

interface StatementsProps {
  readonly exposures: readonly UsedExposure[];
  readonly conflicts: readonly ConflictingExposure[];
}

/** Statements that are used, and beside them those for the same cells that are not. */
export function Statements({ exposures, conflicts }: StatementsProps) {
  const { explain } = texts.value;
  return (
    <>
      {exposures.length === 0 ? (
        <p>{explain.noStatements}</p>
      ) : (
        <DataTable caption={explain.statements} columns={columnsOf()} rows={exposures} keyOf={keyOf} />
      )}
      {conflicts.length > 0 && <DataTable caption={explain.conflicts} columns={columnsOf()} rows={conflicts} keyOf={keyOf} />}
    </>
  );
}
