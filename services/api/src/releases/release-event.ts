/** The event that makes a release: the bytes of every form it is published in, with what they were computed from. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzipSync, gzip } from "node:zlib";
import { plainPresentation } from "@qorgau/infra/http/responses/presentation";
import type { Presentation } from "@qorgau/infra/http/responses/presentation";
import type { ResponseBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { codeListsChecksum } from "@qorgau/schemas/codes/code-lists-checksum";
import { releaseType } from "@qorgau/schemas/codes/enumerations";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import type { StoredForm, ReleaseEvent } from "@qorgau/schemas/responses/releases";
import manifest from "../../package.json" with { type: "json" };
import { workbookLanguages } from "../annual/domain/annual-workbook-texts.ts";
import type { Signer } from "@qorgau/infra/proof/signer";
import { signDetached } from "@qorgau/infra/proof/sign-detached";
import { annualBytes } from "../annual/annual-forms.ts";

export const programVersion: string = manifest.version;

/** Returns the SHA-256 as 64 hexadecimal digits; of a text, that of its UTF-8. */
export function checksumOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The JSON form is the response of the rollup to the last byte; one of the demo says so. */
export function jsonOf(response: AnnualRollupResponse, { madeUp }: Pick<ReleaseCircumstances, "madeUp">): string {
  return JSON.stringify(madeUp ? { ...response, madeUp } : response);
}

/** The release that another one takes the place of, and why. */
export interface Succession {
  readonly supersedes: string;
  readonly reason: string;
}

/** What a release is made with, beside its figures. */
export interface ReleaseCircumstances {
  /** An instant of RFC 3339. */
  readonly madeAt: string;
  readonly succession: Succession | null;
  /** Whether the figures are the demo's: then every form says so for ever. */
  readonly madeUp: boolean;
  /** Signs each form; null where nothing is signed. */
  readonly signer: Signer | null;
}

/**
 * Returns a CloudEvent that holds the bytes of JSON, CSV and a workbook in each language, compressed. Rejects with a ProofError (`signing_failed`)
 * where they cannot be signed.
 */
export async function releaseEvent(
  name: string,
  response: AnnualRollupResponse,
  { madeAt, succession, madeUp, signer }: ReleaseCircumstances,
): Promise<ReleaseEvent> {
  const json = jsonOf(response, { madeUp });
  const { year, per, yearOf, regionOf, asOf, watermark, rules } = response;
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
      release: { ...about, madeAt, checksum: checksumOf(json), ...succession },
      forms: await formsOf(response, { fileName: `qorgau-${name}`, look: { ...plainPresentation, ...(madeUp ? { madeUp } : {}) }, signer }),
    },
  };
}

interface FormOptions {
  readonly fileName: string;
  readonly look: Presentation;
  readonly signer: Signer | null;
}

/** Workbooks are stored too, in every language: another version of the program may set them otherwise. */
async function formsOf(response: AnnualRollupResponse, { fileName, look, signer }: FormOptions): Promise<Record<string, StoredForm>> {
  const form = async (name: "json" | "csv" | "xlsx", presentation = look) =>
    storedForm(await annualBytes(response, fileName, name, presentation), signer);
  const workbooks = await Promise.all(
    workbookLanguages.map(async (language): Promise<[string, StoredForm]> => [
      `xlsx-${language}`,
      await form("xlsx", { ...look, language }),
    ]),
  );
  return { json: await form("json"), csv: await form("csv"), ...Object.fromEntries(workbooks) };
}

const gzipAsync = promisify(gzip);

async function storedForm({ body, mediaType }: ResponseBytes, signer: Signer | null): Promise<StoredForm> {
  const packed = await gzipAsync(body, { level: 9 });
  const signature = signer === null ? {} : { signature: await signDetached(Buffer.from(body), signer) };
  return { checksum: checksumOf(body), mediaType, gzip: packed.toString("base64"), ...signature };
}

/** The bytes that were stored, unpacked. Throws where they are no gzip. */
export function bytesOf({ gzip }: StoredForm): Buffer {
  return gunzipSync(Buffer.from(gzip, "base64"));
}
