/** What columns of a title held last, by kind of record, in this browser. */
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import type { StoredColumns } from "@qorgau/schemas/tables/column-map";

const keyOf = (entity: Entity) => `columns ${entity}`;

export function storedColumns(entity: Entity): StoredColumns {
  try {
    return JSON.parse(localStorage.getItem(keyOf(entity)) ?? "{}") as StoredColumns;
  } catch {
    return {};
  }
}

export function storeColumns(entity: Entity, header: readonly string[], pointers: readonly (string | null)[]): void {
  localStorage.setItem(keyOf(entity), JSON.stringify({ ...storedColumns(entity), ...columnsOf(header, pointers) }));
}

/** Those that are sent. As a file this is what `npm run import -- table` reads. */
export function columnsOf(header: readonly string[], pointers: readonly (string | null)[]): StoredColumns {
  return Object.fromEntries(header.flatMap((title, place) => (typeof pointers[place] === "string" ? [[title, pointers[place]]] : [])));
}
