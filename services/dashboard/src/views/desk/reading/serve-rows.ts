/** The thread that reads one file: opens it, then hands its rows over as the page asks, so that neither is ever far ahead of the other. */
import type { ColumnMap } from "@qorgau/schemas/tables/column-map";
import { eventsOfTable } from "@qorgau/schemas/tables/event-of-row";
import type { FromReader, OpenedFile, ReadRow, ToReader } from "./read-rows.ts";

const sampleRows = 3;

/** Answers the page's messages. `open` rejects with what a person can do something about. */
export function serveRows(open: (file: Blob, name: string) => Promise<OpenedFile>): void {
  let opened: OpenedFile | null = null;
  let rows: (at: number) => ReadRow | undefined = () => undefined;
  let place = 0;
  const respond = (message: FromReader) => self.postMessage(message);
  self.addEventListener("message", ({ data }: MessageEvent<ToReader>) => {
    if (data.say === "open") {
      open(data.file, data.name).then(
        (file) => {
          opened = file;
          respond(greetingOf(file));
        },
        (error: unknown) => respond({ say: "unreadable", message: error instanceof Error ? error.message : String(error) }),
      );
    } else if (data.say === "begin") {
      place = 0;
      if (opened !== null) rows = rowsOf(opened, data.map);
    } else {
      const handed: ReadRow[] = [];
      for (let row = rows(place); row !== undefined && handed.length < data.rowsMax; row = rows(place)) {
        handed.push(row);
        place += 1;
      }
      respond({ say: "rows", rows: handed });
    }
  });
}

function greetingOf(file: OpenedFile): FromReader {
  const rows = file.rows.length;
  if (file.kind === "events") return { say: "events", rows };
  return { say: "table", rows, header: file.header, sample: file.rows.slice(0, sampleRows).map(({ cells }) => cells) };
}

function rowsOf(file: OpenedFile, map: ColumnMap | null): (at: number) => ReadRow | undefined {
  if (file.kind === "events") return (at) => file.rows[at];
  if (map === null) return () => undefined;
  const eventOf = eventsOfTable(map);
  return (at) => {
    const read = file.rows[at];
    return read === undefined ? undefined : { ...read, text: JSON.stringify(eventOf(read.cells)) };
  };
}
