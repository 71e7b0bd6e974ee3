/** A map of a table's columns as a file: JSON, by the title of a column the pointer (RFC 6901) of the member that it holds. */
import { readFile } from "node:fs/promises";
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import type { StoredColumns } from "@qorgau/schemas/tables/column-map";
import { membersOf } from "@qorgau/schemas/tables/members";
import { ImportError } from "../import-error.ts";

/** Throws `ImportError` (`file_unreadable`): no such file, no JSON of texts, a pointer that no member has or that stands twice, or none of `/subject`. */
export async function readColumnMap(path: string, entity: Entity): Promise<StoredColumns> {
  const unreadable = (reason: string, cause?: unknown) => new ImportError("file_unreadable", `${path}: ${reason}`, { cause });
  let map: unknown;
  try {
    map = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw unreadable((error as Error).message, error);
  }
  if (!isMap(map)) throw unreadable('a map of columns is JSON such as {"Number": "/subject", "Day": "/data/occurredAt"}.');
  const pointers = Object.values(map);
  const known = new Set(membersOf[entity].map(({ pointer }) => pointer));
  const unknown = pointers.filter((pointer) => !known.has(pointer));
  if (unknown.length > 0) throw unreadable(`no ${entity} has the member ${unknown.join(", ")}; there is: ${[...known].join(", ")}.`);
  const twice = pointers.filter((pointer, place) => pointers.indexOf(pointer) !== place);
  if (twice.length > 0) throw unreadable(`${twice.join(", ")} is held by more than one column.`);
  if (!pointers.includes("/subject")) throw unreadable("no column holds /subject, the reporter's own number of a record.");
  return map;
}

function isMap(value: unknown): value is StoredColumns {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((pointer) => typeof pointer === "string")
  );
}
