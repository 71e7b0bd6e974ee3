/** Statements by hand, as the log holds them, for tests of one rule each. What the ingest endpoint derives is derived simply. */
import type { Role } from "@qorgau/schemas/codes/enumerations";
import type { CaseData, ClaimData } from "@qorgau/schemas/events/event";
import type { ExposureStatement, LoggedStatement, Statement } from "@qorgau/schemas/events/statement";
import { sha256 } from "./statements.ts";

export interface Reported {
  source?: string;
  subject?: string;
  entity?: "case" | "claim" | "exposure";
  revision?: number;
  role?: Role;
  offset?: number;
}

const roleOf = { case: "enterprise", claim: "insurer", exposure: "statistics" } as const;

function log(reported: Reported, data: object, verb: string, rest: object): LoggedStatement {
  const { source = "urn:e", subject = "1", entity = "case", revision = 1, role = roleOf[entity], offset = 0 } = reported;
  const type = `kz.qorgau.${entity}.${verb}.v1`;
  const content = sha256(JSON.stringify({ data, type }));
  const statement = { id: "e", source, subject, entity, revision, role, type, time: null, keyId: "k", content, data, ...rest };
  const recordedAt = "2026-11-22T00:00:00.000Z";
  return { statement: statement as unknown as Statement, partition: 0, offset, recordedAt, effectiveAt: recordedAt };
}

/** A light accident of one enterprise on 2026-02-03 unless told otherwise. A worker's `ref` that begins with `qg1:` identifies across sources. */
export function reportCase(reported: Reported = {}, stated: Partial<ClaimData> = {}): LoggedStatement {
  const data = { occurredAt: "2026-02-03", kind: "accident", severity: "light", employer: { bin: "200140000004" }, ...stated } as CaseData;
  const derived = {
    date: data.occurredAt.slice(0, 10),
    country: data.region?.slice(0, 2) ?? "KZ",
    region: data.region ?? null,
    employerRegion: data.employer.region ?? null,
    section: data.sector === undefined ? null : /^\d/.test(data.sector) ? "B" : data.sector,
    division: /^\d\d/.exec(data.sector ?? "")?.[0] ?? null,
    globalWorker: data.worker?.ref.startsWith("qg1:") ?? false,
  };
  return log(reported, data, "reported", { withdrawn: false, derived });
}

export function withdraw(reported: Reported = {}): LoggedStatement {
  return log(reported, {}, "withdrawn", { withdrawn: true });
}

/** Workers of the whole country in 2026. */
export function expose(reported: Reported, workers: number, cell: Partial<ExposureStatement["data"]> = {}): LoggedStatement {
  const data = { period: "2026", workers, basis: "contracts", status: "final", ...cell };
  const derived = { from: "2026-01-01", to: "2026-12-31", country: "KZ", region: null, section: null, division: null };
  return log({ ...reported, entity: "exposure" }, data, "reported", { withdrawn: false, derived } satisfies Partial<ExposureStatement>);
}
