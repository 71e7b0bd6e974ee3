/** What a sender recognises a statement by, returned in results, dead letters and log lines: its record, and the sender's own trace. */
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { Envelope } from "./envelope.ts";
import type { Examination } from "./examination.ts";

/**
 * The record and the trace that a sender recognises an event by. `traceparent` is that of W3C Trace Context;
 * `correlationid` has at most 256 characters.
 */
export interface ReportedIdentity {
  /** Each null where it is missing or at fault. */
  readonly source: string | null;
  readonly subject: string | null;
  readonly revision: number | null;
  /** CloudEvents' extensions for tracing and correlation, where they hold. */
  readonly traceparent?: string;
  readonly correlationid?: string;
}

/** The identity of an accepted event: every part of its record's name is valid. */
export interface WholeIdentity extends ReportedIdentity {
  readonly source: string;
  readonly subject: string;
  readonly revision: number;
}

/** The identity of an event that could not be read. */
export const nothingReported: ReportedIdentity = { source: null, subject: null, revision: null };

const traceparentForm = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const correlationCharactersMax = 256;

/**
 * Gives the extensions that are valid; others are dropped, as unknown ones are. A personal identifier in
 * `correlationid` is a fault (QG-0301), as in any name.
 */
export function readTrace(
  event: Readonly<Record<string, unknown>>,
  examination: Examination,
): Pick<ReportedIdentity, "traceparent" | "correlationid"> {
  const traceparent = own(event, "traceparent");
  const correlationid = own(event, "correlationid");
  const isTrace = typeof traceparent === "string" && traceparentForm.test(traceparent) && !containsIin(traceparent);
  const isText =
    typeof correlationid === "string" &&
    correlationid !== "" &&
    correlationid.length <= correlationCharactersMax &&
    correlationid.isWellFormed() &&
    !/\p{Cc}/u.test(correlationid);
  if (isText && containsIin(correlationid)) examination.addFault("QG-0301", "/correlationid");
  return {
    ...(isTrace ? { traceparent } : {}),
    ...(isText && !containsIin(correlationid) ? { correlationid } : {}),
  };
}

const own = (event: Readonly<Record<string, unknown>>, name: string): unknown => (Object.hasOwn(event, name) ? event[name] : undefined);

/** Gives the sender's own trace, without the record. */
export function traceOf({ traceparent, correlationid }: ReportedIdentity): Pick<ReportedIdentity, "traceparent" | "correlationid"> {
  return { ...(traceparent === undefined ? {} : { traceparent }), ...(correlationid === undefined ? {} : { correlationid }) };
}

/** Gives the identity. A member whose name occurs twice (`duplicate`) is null, since its value is ambiguous. */
export function reportedIdentity(
  envelope: Partial<Envelope>,
  trace: Pick<ReportedIdentity, "traceparent" | "correlationid">,
  duplicate: string | null,
): ReportedIdentity {
  const { source = null, subject = null, revision = null } = envelope;
  return {
    source: duplicate === "/source" ? null : source,
    subject: duplicate === "/subject" ? null : subject,
    revision: duplicate === "/revision" ? null : revision,
    ...trace,
  };
}
