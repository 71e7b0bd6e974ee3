/** The parameters of `GET /v1/audit`, and how they are read. */
import type { AuditPlace, AuditQuery } from "@qorgau/schemas/access/audit-response";
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { dayParameters, faultsOfDays, pageParameters } from "../../http/domain/shared-parameters.ts";
import { readPageCursor, writePageCursor } from "../../paging/domain/page-cursor.ts";
import type { PagedRequest } from "../../paging/domain/page-cursor.ts";

export const auditParameters = z.object({
  from: dayParameters.from.meta({ description: "First day, UTC, inclusive.", examples: ["2026-11-01"] }),
  to: dayParameters.to.meta({ description: "Last day, UTC, inclusive.", examples: ["2026-11-30"] }),
  token: orNull(z.string().regex(/^(?:[0-9a-f]{8}|[0-9a-f]{16})$/))
    .meta({
      description: "Entries of this token alone, by its id (`npm run tokens -- list`), or of who has signed in by an issuer, by theirs.",
      examples: ["0a1b2c3d"],
    })
    .register(refusals, { rule: "QG-0604", facts: { form: "ids of tokens, eight hexadecimal digits, or of who has signed in, sixteen" } }),
  ...pageParameters,
});

type Bounds = Pick<AuditQuery, "from" | "to" | "token">;
const placeForm = /^\d{4}-\d{2}-\d{2}:\d{1,15}$/;
const requestOf = ({ from, to, token }: Bounds): PagedRequest => ["/v1/audit", from, to, token];

/** Returns the query, or all faults at once (QG-0817: a cursor of other entries). */
export function parseAuditQuery(sent: SentTexts): Parsed<AuditQuery> {
  const { values, faults } = readParameters(auditParameters, sent, ["format"]);
  const { cursor: text, ...query } = values;
  const cursor = text === null ? null : readPageCursor(text, requestOf(query), placeForm);
  const ofCursor = text !== null && cursor === null ? [fault("QG-0817", "cursor")] : [];
  const errors = [...faults, ...faultsOfDays(query), ...ofCursor];
  if (errors.length > 0) return { errors };
  const [day = "", offset = ""] = cursor?.after.split(":") ?? [];
  return { query: { ...query, at: cursor === null ? null : { day, offset: Number(offset) } } };
}

/** The trail is no part of the log, and so of none of its cuts. */
export function auditCursor(query: Bounds, { day, offset }: AuditPlace): string {
  return writePageCursor(requestOf(query), { watermark: new Map(), after: `${day}:${offset}` });
}
