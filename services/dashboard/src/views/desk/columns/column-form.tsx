/** Asks what the columns of a table hold; the guess stands where nobody changes it. */
import { useSignal } from "@preact/signals";
import { entities } from "@qorgau/schemas/codes/enumerations";
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import { revisionMax } from "@qorgau/schemas/events/inbound-limits";
import { guessedPointers } from "@qorgau/schemas/tables/column-map";
import { membersOf } from "@qorgau/schemas/tables/members";
import { DataTable } from "../../../figures/data-table.tsx";
import { save } from "../../../figures/download.ts";
import { state } from "../../../state/page-state.ts";
import { texts } from "../../../text/texts.ts";
import type { Submission } from "../sending/submission.ts";
import { columnLetters } from "../sending/fault-place.ts";
import { columnsOf, storeColumns, storedColumns } from "./stored-columns.ts";

export function ColumnForm({ submission }: { readonly submission: Submission }) {
  const { desk: text } = texts.value;
  const table = submission.table.value;
  const names = (pointer: string) => [text.members[pointer as keyof typeof text.members] ?? ""];
  const guess = (entity: Entity) => guessedPointers(table?.header ?? [], entity, { stored: storedColumns(entity), names });
  // What was chosen for this file before stands, else the guess.
  const before = submission.map.value;
  const entity = useSignal<Entity>(before?.entity ?? bestEntity(guess));
  const pointers = useSignal(before?.pointers ?? guess(entity.value));
  const revision = useSignal(before?.revision ?? 1);
  const isStored = useSignal(true);
  const { source } = state.value;
  if (table === null) return null;
  const choose = (column: number, pointer: string) =>
    (pointers.value = pointers.value.map((held, place) => {
      if (place === column) return pointer === "" ? null : pointer;
      return held === pointer ? null : held;
    }));
  const saveMap = () => {
    const map = JSON.stringify(columnsOf(table.header, pointers.value), null, 2);
    save(new Blob([`${map}\n`], { type: "application/json" }), "columns.json");
  };
  const judge = () => {
    if (source === undefined) return;
    if (isStored.value) storeColumns(entity.value, table.header, pointers.value);
    void submission.judge({ entity: entity.value, source, pointers: pointers.value, revision: revision.value });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        judge();
      }}
    >
      <h4>{text.columns}</h4>
      <p class="note">{text.columnsLead}</p>
      <p class="controls">
        <label>
          {text.entity}
          <select
            value={entity.value}
            onChange={(event) => {
              entity.value = entities.find((one) => one === event.currentTarget.value) ?? "case";
              pointers.value = guess(entity.value);
            }}
          >
            {entities.map((one) => (
              <option key={one} value={one}>
                {text.entities[one]}
              </option>
            ))}
          </select>
        </label>{" "}
        <label>
          {text.revision}
          <input
            type="number"
            required
            min={1}
            max={revisionMax}
            value={revision.value}
            onChange={(event) => (revision.value = event.currentTarget.valueAsNumber)}
          />
        </label>
      </p>
      <p class="note">{text.revisionHint}</p>
      <DataTable
        caption={text.columns}
        columns={[
          { title: text.column, cell: ({ title, column }) => `${title} (${columnLetters(column)})` },
          { title: text.sample, cell: ({ column }) => table.sample.map((cells) => cells[column] ?? "").join(" · ") },
          {
            title: text.holds,
            cell: ({ title, column }) => (
              <select
                aria-label={`${title}: ${text.holds}`}
                value={pointers.value[column] ?? ""}
                onChange={(event) => choose(column, event.currentTarget.value)}
              >
                <option value="">{text.unsent}</option>
                {membersOf[entity.value].map(({ pointer }) => (
                  <option key={pointer} value={pointer}>
                    {names(pointer)[0] ?? pointer}
                  </option>
                ))}
              </select>
            ),
          },
        ]}
        rows={table.header.map((title, column) => ({ title, column }))}
        keyOf={({ column }) => String(column)}
      />
      <p>
        <label>
          <input type="checkbox" checked={isStored.value} onChange={(event) => (isStored.value = event.currentTarget.checked)} />{" "}
          {text.keepColumns}
        </label>
      </p>
      {source === undefined && <p role="status">{text.sourceFirst}</p>}
      <button type="submit" disabled={source === undefined}>
        {text.judgeTable}
      </button>{" "}
      <button type="button" onClick={saveMap}>
        {text.saveMap}
      </button>
    </form>
  );
}

/** The kind of record that most columns are known of; a case between equals. */
function bestEntity(guess: (entity: Entity) => readonly (string | null)[]): Entity {
  const known = entities.map((entity) => guess(entity).filter((pointer) => pointer !== null).length);
  return entities[known.indexOf(Math.max(...known))] ?? "case";
}
