/** What every question to the read API may carry besides its own parameters: the form of the answer. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { acceptedForm, answerForms, isAnswerForm } from "./answer-form.ts";
import type { AnswerForm } from "./answer-form.ts";

export interface Question {
  readonly form: AnswerForm;
  /** The parameters that are left, for the route to understand. */
  readonly parameters: URLSearchParams;
  readonly faults: readonly Fault[];
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

function formFaults(asked: readonly string[]): Fault[] {
  if (asked.length > 1) return [fault("QG-0602", "format")];
  return asked.every(isAnswerForm) ? [] : [fault("QG-0603", "format", { values: answerForms.join(", ") })];
}

/** Throws 406 where the Accept header refuses every form; what is wrong with `format` is told together with the route's own faults. */
export function readQuestion(request: FastifyRequest): Question {
  const parameters = searchOf(request.url);
  const asked = parameters.getAll("format");
  parameters.delete("format");
  const faults = formFaults(asked);
  const [format] = asked;
  if (format !== undefined) return { form: isAnswerForm(format) ? format : "json", parameters, faults };
  const form = acceptedForm(request.headers.accept);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: "application/json, text/csv" })]);
  return { form, parameters, faults };
}

/** For an address that takes no parameter but `format`. */
export function readPlainQuestion(request: FastifyRequest): Question {
  const question = readQuestion(request);
  const unknown = [...question.parameters.keys()].map(() => fault("QG-0601", "", { parameters: "format" }));
  refuseFaults([...question.faults, ...unknown]);
  return question;
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
