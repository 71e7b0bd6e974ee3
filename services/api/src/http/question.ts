/** What every question to the read API may carry besides its own parameters: the form of the answer, and the cut it is of. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import type { Fault } from "@qorgau/schemas/faults";
import { maskIins } from "@qorgau/schemas/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import { parseAsOf } from "../past/as-of.ts";
import { acceptedForm, answerForms, isAnswerForm } from "./answer-form.ts";
import type { AnswerForm } from "./answer-form.ts";

export interface Question {
  readonly form: AnswerForm;
  /** Empty where nothing is waited for. */
  readonly atLeast: Watermark;
  /** The instant or watermark as it was sent; null where the answer is to be of what is published. */
  readonly asOf: string | null;
  /** All that was sent, `format`, `atLeast` and `asOf` included. */
  readonly parameters: URLSearchParams;
  /** What is wrong with those three; told together with the route's own faults. */
  readonly faults: readonly Fault[];
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/** Throws 406 where nothing but the Accept header tells the form and it refuses every one. */
export function readQuestion(request: FastifyRequest): Question {
  const parameters = searchOf(request.url);
  const format = parameters.get("format");
  const form = format === null ? acceptedForm(request.headers.accept) : isAnswerForm(format) ? format : "json";
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: "application/json, text/csv" })]);
  const atLeast = parseWatermark(parameters.get("atLeast") ?? "");
  const asOf = parameters.get("asOf");
  const faults: Fault[] = [];
  if (format !== null && !isAnswerForm(format)) faults.push(fault("QG-0603", "format", { values: answerForms.join(", ") }));
  if (atLeast === null) faults.push(fault("QG-0703", "atLeast"));
  faults.push(...faultsOfAsOf(asOf, atLeast ?? new Map()));
  return { form, atLeast: atLeast ?? new Map(), asOf, parameters, faults };
}

function faultsOfAsOf(asOf: string | null, atLeast: Watermark): Fault[] {
  if (asOf === null) return [];
  const asked = parseAsOf(asOf);
  if (asked === null) return [fault("QG-0801", "asOf")];
  return "watermark" in asked && !includes(asked.watermark, atLeast) ? [fault("QG-0804", "asOf")] : [];
}

/** Unknown and repeated parameters. A name may hold anything, an identifier too, so it is masked and cut. */
export function faultsOfNames(sent: URLSearchParams, known: readonly string[]): Fault[] {
  const names = [...sent.keys()];
  return [...new Set(names)].flatMap((name) => {
    const pointer = maskIins(name).slice(0, 64);
    if (!known.includes(name)) return [fault("QG-0601", pointer, { parameters: known.join(", ") })];
    return names.indexOf(name) === names.lastIndexOf(name) ? [] : [fault("QG-0602", pointer)];
  });
}

/** For an address that takes no parameter but `format`. */
export function readPlainQuestion(request: FastifyRequest): Question {
  const question = readQuestion(request);
  refuseFaults([...question.faults, ...faultsOfNames(question.parameters, ["format"])]);
  return question;
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
