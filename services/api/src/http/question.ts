/** What every question to the read API may carry besides its own parameters: the form of the answer, and the cut it is of. */
import { readForm } from "@qorgau/infra/http/responses/plain-question";
import type { PlainQuestion } from "@qorgau/infra/http/responses/plain-question";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import { parseAsOf } from "../past/as-of.ts";

export { faultsOfNames, readPlainQuestion, refuseFaults } from "@qorgau/infra/http/responses/plain-question";

/** `parameters` are all that was sent; `faults` what is wrong with the form, `atLeast` and `asOf`. */
export interface Question extends PlainQuestion {
  /** Whether figures are wanted although not all of the log is in them (`behind.ts`). */
  readonly partial: boolean;
  /** Empty where nothing is waited for. */
  readonly atLeast: Watermark;
  /** The instant or watermark as it was sent; null where the answer is to be of what is published. */
  readonly asOf: string | null;
}

/** Throws 406 where nothing but the Accept header tells the form and it refuses every one. */
export function readQuestion(request: FastifyRequest): Question {
  const { form, presentation, look, parameters: sent, faults } = readForm(request);
  const { partial, parameters, faults: ofPartial } = readPartial(sent);
  const atLeast = parseWatermark(parameters.get("atLeast") ?? "");
  const asOf = parameters.get("asOf");
  // An empty one asks for nothing: most likely a script that lost what it was given.
  const ofAtLeast = atLeast === null || parameters.get("atLeast") === "" ? [fault("QG-0703", "atLeast")] : [];
  return {
    form,
    presentation,
    look,
    partial,
    atLeast: atLeast ?? new Map(),
    asOf,
    parameters,
    faults: [...faults, ...ofPartial, ...ofAtLeast, ...faultsOfAsOf(asOf, atLeast ?? new Map())],
  };
}

function readPartial(sent: URLSearchParams): Pick<Question, "partial" | "parameters" | "faults"> {
  const [text = "false", ...others] = sent.getAll("partial");
  const parameters = new URLSearchParams([...sent].filter(([name]) => name !== "partial"));
  const isKnown = text === "true" || text === "false";
  const ofValue = isKnown ? [] : [fault("QG-0603", "partial", { values: "true, false" })];
  return { partial: text === "true", parameters, faults: others.length > 0 ? [fault("QG-0602", "partial")] : ofValue };
}

function faultsOfAsOf(asOf: string | null, atLeast: Watermark): Fault[] {
  if (asOf === null) return [];
  const asked = parseAsOf(asOf);
  if (asked === null || asOf === "") return [fault("QG-0801", "asOf")];
  return "watermark" in asked && !includes(asked.watermark, atLeast) ? [fault("QG-0804", "asOf")] : [];
}
