/** Saves long lists without holding up the page. */
import { save } from "../../../figures/download.ts";

const pieceItems = 250;

/** Writes the items piece by piece, each in a task of its own, below a header. */
export async function saveInPieces<Item>(
  items: readonly Item[],
  { name, type, header = "", write }: { name: string; type: string; header?: string; write: (some: readonly Item[]) => string },
): Promise<void> {
  const parts = [header];
  for (let from = 0; from < items.length; from += pieceItems) {
    parts.push(write(items.slice(from, from + pieceItems)));
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
  save(new Blob(parts, { type }), name.replaceAll(/[\\/:*?"<>|]/g, " "));
}
