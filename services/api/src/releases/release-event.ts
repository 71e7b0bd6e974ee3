/** The event that makes a release: the bytes of every form it is published in, with what they were computed from. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { toCsv } from "@qorgau/infra/http-answers/csv-table";
import type { AnnualRollupAnswer } from "@qorgau/schemas/annual-rollup";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { codeListsChecksum } from "@qorgau/schemas/codes/code-lists-checksum";
import { releaseType } from "@qorgau/schemas/codes/enumerations";
import { releaseSource } from "@qorgau/schemas/releases";
import type { KeptForm, ReleaseEvent } from "@qorgau/schemas/releases";
import manifest from "../../package.json" with { type: "json" };
import { annualRollupTable } from "../http/rates-table.ts";

export const programVersion: string = manifest.version;

export function checksumOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The JSON form is the answer of the roll-up to the last byte. */
export function jsonOf(answer: AnnualRollupAnswer): string {
  return JSON.stringify(answer);
}

export async function releaseEvent(name: string, answer: AnnualRollupAnswer, madeAt: string): Promise<ReleaseEvent> {
  const json = jsonOf(answer);
  const { year, per, yearOf, regionOf, asOf, watermark, rules } = answer;
  const about = {
    name,
    year,
    per,
    yearOf,
    regionOf,
    asOf,
    watermark,
    rules,
    fold: foldVersion,
    codeLists: codeListsChecksum,
    program: programVersion,
  };
  return {
    specversion: "1.0",
    id: `${name}@${watermark}`,
    source: releaseSource,
    type: releaseType,
    subject: name,
    time: madeAt,
    datacontenttype: "application/json",
    data: {
      release: { ...about, madeAt, checksum: checksumOf(json) },
      forms: {
        json: keptForm("application/json; charset=utf-8", json),
        csv: keptForm("text/csv; charset=utf-8; header=present", toCsv(annualRollupTable(answer))),
      },
    },
  };
}

function keptForm(mediaType: string, content: string | Uint8Array): KeptForm {
  const bytes = Buffer.from(content);
  return { checksum: checksumOf(bytes), mediaType, gzip: gzipSync(bytes, { level: 9 }).toString("base64") };
}

/** The bytes that were kept. */
export function bytesOf({ gzip }: KeptForm): Buffer {
  return gunzipSync(Buffer.from(gzip, "base64"));
}
