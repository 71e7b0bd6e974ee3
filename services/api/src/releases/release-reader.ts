/**
 * Releases as the journal holds them. They are in one partition of the log, so that their order, their numbers and who was first with
 * a name follow from the log alone. Nothing above the published cut is read.
 */
import { isSystemRecord } from "@qorgau/infra/store/journal/system-records";
import type { Store } from "@qorgau/infra/store/store";
import { systemPartition } from "@qorgau/schemas/events/statement";
import { storedFormSchema, releaseAboutSchema } from "@qorgau/schemas/responses/releases";
import type { StoredForm, Release } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { numberReleases } from "./domain/number-releases.ts";

/** Reads the releases within a cut; `watermark` is its text. All reject with a `StoreError`. */
export interface ReleaseReader {
  /** Those that the cut includes, in the order of their numbers. */
  all(watermark: string): Promise<Release[]>;
  /** By its number or its name; null where the cut includes none such. */
  find(id: string, watermark: string): Promise<Release | null>;
  /** One form of a release, with its bytes compressed; null where it is not stored in this form. */
  form(release: Release, form: string): Promise<StoredForm | null>;
}

const isRelease = isSystemRecord("release");

const recordedRow = z.object({ offset: z.coerce.number(), recorded_ms: z.coerce.number(), about: z.string(), forms: z.array(z.string()) });

/** Each call reads the journal; nothing is remembered. A release of a shape that this program does not know is left out. */
export function createReleaseReader(store: Store): ReleaseReader {
  const all = async (watermark: string) => {
    const last = parseWatermark(watermark)?.get(systemPartition);
    if (last === undefined) return [];
    const rows = await store.query({
      sql: `SELECT offset, toUnixTimestamp64Milli(recorded_at) AS recorded_ms,
                   JSONExtractRaw(statement, 'data', 'release') AS about, JSONExtractKeys(statement, 'data', 'forms') AS forms
            FROM journal
            WHERE ${isRelease} AND offset <= {last:UInt64}
            ORDER BY offset
            LIMIT 1 BY offset`,
      params: { last: String(last) },
      row: recordedRow,
    });
    return numberReleases(rows.flatMap(recordedRelease));
  };
  return {
    all,
    async find(id, watermark) {
      return (await all(watermark)).find(({ number, name }) => id === name || id === String(number)) ?? null;
    },
    async form({ position }, form) {
      const [row] = await store.query({
        sql: `SELECT JSONExtractRaw(statement, 'data', 'forms', {form:String}) AS stored
              FROM journal WHERE ${isRelease} AND offset = {offset:UInt64} LIMIT 1`,
        params: { form, offset: position.slice(position.indexOf(":") + 1) },
        row: z.object({ stored: z.string() }),
      });
      return row === undefined || row.stored === "" ? null : storedFormSchema.parse(JSON.parse(row.stored));
    },
  };
}

/** A record that another version of the program wrote in another shape is passed over, as the aggregator passes over what it does not know. */
function recordedRelease({ offset, recorded_ms, about, forms }: z.infer<typeof recordedRow>): Omit<Release, "number" | "supersededBy">[] {
  const read = releaseAboutSchema.safeParse(JSON.parse(about === "" ? "null" : about));
  if (!read.success) return [];
  return [{ ...read.data, position: `${systemPartition}:${offset}`, recordedAt: new Date(recorded_ms).toISOString(), forms }];
}
