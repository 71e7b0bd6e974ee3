/** How the statutory terms of notices and investigations are kept in a unit, this year. */
import type { DeadlineRow } from "@qorgau/schemas/responses/deadlines-response";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import type { Unit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { Failure } from "../failure.tsx";
import { deadlinesRequest } from "./requests.ts";

type DeadlinesRequest = NonNullable<ReturnType<typeof deadlinesRequest>>;

export function Deadlines({ unit, asOf }: { readonly unit: Unit; readonly asOf: string }) {
  const requested = deadlinesRequest(unit, asOf);
  if (requested === null) return <p>{texts.value.profile.noDeadlines}</p>;
  return <DeadlineTable unit={unit} requested={requested} />;
}

function DeadlineTable({ unit: { dimension, code }, requested }: { readonly unit: Unit; readonly requested: DeadlinesRequest }) {
  const text = texts.value;
  const { pages, failure } = useResponse(requested);
  if (failure !== null) return <Failure message={failure} />;
  const body = pages?.[0];
  if (body === undefined) return <p role="status">{text.loading}</p>;
  const rows = body.rows.filter((row) => row[dimension as "region"] === code);
  if (rows.length === 0) return <p>{text.noRows}</p>;
  return (
    <>
      <DataTable
        caption={text.profile.deadlinesNote}
        columns={columnsOf()}
        rows={rows}
        keyOf={({ period, clock }) => `${period} ${clock}`}
      />
      {rows.some(({ approximate }) => approximate > 0) && <p class="note">{text.profile.approximate}</p>}
    </>
  );
}

function columnsOf(): readonly Column<DeadlineRow>[] {
  const { profile, columns } = texts.value;
  const { count, exact, name } = figures.value;
  const counted = (title: string, of: (row: DeadlineRow) => number): Column<DeadlineRow> => ({
    title,
    isNumber: true,
    cell: (row) => count(of(row)),
    value: of,
  });
  return [
    { title: profile.term, cell: ({ clock }) => name("clock", clock) },
    { title: columns.period, cell: ({ period }) => period },
    { title: profile.limit, cell: ({ limit, unit: of }) => `${count(limit)} ${profile.units[of]}` },
    counted(profile.cases, ({ cases }) => cases),
    counted(profile.told, ({ told }) => told),
    counted(profile.within, ({ within }) => within),
    counted(profile.extended, ({ extended }) => extended),
    counted(profile.late, ({ late }) => late),
    counted(profile.undetermined, ({ undetermined }) => undetermined),
    counted(profile.reversed, ({ reversed }) => reversed),
    { title: profile.median, isNumber: true, cell: ({ median }) => exact(median), value: ({ median }) => median },
    { title: profile.p90, isNumber: true, cell: ({ p90 }) => exact(p90), value: ({ p90 }) => p90 },
  ];
}
