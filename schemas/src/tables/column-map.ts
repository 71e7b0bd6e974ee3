/** Which column of a table holds which member of an event: guessed from the header, chosen by a person, stored in the browser or in a file. */
import type { Entity } from "../codes/enumerations.ts";
import { membersOf } from "./members.ts";

/** How the rows of one table become events. */
export interface ColumnMap {
  readonly entity: Entity;
  /** The reporter of every row. */
  readonly source: string;
  /** By column the pointer of its member; null where the column is not sent. */
  readonly pointers: readonly (string | null)[];
  /** Of every row that states none; 1 where absent. */
  readonly revision?: number;
}

/** Pointers by the title of their column. */
export type StoredColumns = Readonly<Record<string, string>>;

/** Without case, spaces and signs. */
function plain(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/**
 * For each column the member that was stored for its title, else the one that is called so: by its pointer (`employer.bin`), the last part of it where no
 * other member has it, or a name in `names`. No member twice.
 */
export function guessedPointers(
  header: readonly string[],
  entity: Entity,
  { stored, names }: { readonly stored: StoredColumns; readonly names: (pointer: string) => readonly string[] },
): readonly (string | null)[] {
  const members = membersOf[entity];
  const lastParts = members.map(({ pointer }) => pointer.slice(pointer.lastIndexOf("/") + 1));
  const called = new Map<string, string>();
  const call = (name: string, pointer: string) => {
    if (!called.has(plain(name))) called.set(plain(name), pointer);
  };
  for (const { pointer } of members) call(pointer.replace("/data/", ""), pointer);
  for (const { pointer } of members) for (const name of names(pointer)) call(name, pointer);
  for (const [place, { pointer }] of members.entries()) {
    const last = lastParts[place] ?? "";
    if (lastParts.filter((part) => part === last).length === 1) call(last, pointer);
  }
  const taken = new Set<string>();
  return header.map((title) => {
    const storedPointer = members.find(({ pointer }) => pointer === stored[title])?.pointer;
    const pointer = storedPointer ?? called.get(plain(title));
    if (pointer === undefined || taken.has(pointer)) return null;
    taken.add(pointer);
    return pointer;
  });
}
