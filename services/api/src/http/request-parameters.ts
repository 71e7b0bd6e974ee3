/** What every request to the read API may carry besides its own parameters: the form of the response, and the cut it is of. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { readForm, refuseFaults } from "@qorgau/infra/http/responses/plain-parameters";
import type { PlainParameters } from "@qorgau/infra/http/responses/plain-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed } from "@qorgau/schemas/requests/read-parameters";
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import type { AccessTarget } from "../access/domain/access-target.ts";
import { permit } from "./permit.ts";
import { parseAsOf } from "../past/as-of.ts";
import { cutParameters } from "./cut-parameters.ts";

export { readForm as readPlainForm } from "@qorgau/infra/http/responses/plain-parameters";
export { faultsOfNames, readPlainParameters, refuseFaults } from "@qorgau/infra/http/responses/plain-parameters";

/** `parameters` are all that was sent; `faults` what is wrong with the form, `atLeast` and `asOf`. */
export interface RequestParameters extends PlainParameters {
  /** Whether figures are requested although not all of the log is in them (`behind.ts`). */
  readonly partial: boolean;
  /** Empty where nothing is waited for. */
  readonly atLeast: Watermark;
  /** The instant or watermark as it was sent; null where the response is to be of the published cut. */
  readonly asOf: string | null;
}

/** Throws a `ProblemError` (406) where nothing but the Accept header names the form and it refuses every one. */
export function readRequestParameters(request: FastifyRequest): RequestParameters {
  const { form, presentation, look, parameters: sent, faults } = readForm(request);
  const { partial, asOf, atLeast, faults: ofCut } = readCut(sent);
  // Of several values none can be chosen; the other names that were sent twice are faults of the route.
  const ofPartial = sent.getAll("partial").length > 1 ? [fault("QG-0602", "partial")] : [];
  return {
    form,
    presentation,
    look,
    partial: partial === "true",
    atLeast,
    asOf,
    parameters: new URLSearchParams([...sent].filter(([name]) => name !== "partial")),
    faults: [...faults, ...ofPartial, ...ofCut],
  };
}

/**
 * The query, or 400 with every fault of the request, those of its form and its cut first. 403 where the caller may not have the response: `target`
 * says what of the query their rights bear on.
 */
export function queryOf<Query>(
  request: FastifyRequest,
  { faults }: Pick<RequestParameters, "faults">,
  parsed: Parsed<Query>,
  target: (query: Query) => AccessTarget,
): Query {
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  refuseFaults(faults);
  permit(request, target(parsed.query));
  return parsed.query;
}

/** The cut that is asked for, and what is wrong with it. */
export function readCut(sent: URLSearchParams) {
  const { values, faults } = readValues(cutParameters, sent);
  const requested = values.asOf === null ? null : parseAsOf(values.asOf);
  const isBefore = requested !== null && "watermark" in requested && !includes(requested.watermark, values.atLeast);
  return { ...values, faults: isBefore ? [...faults, fault("QG-0804", "asOf")] : faults };
}
