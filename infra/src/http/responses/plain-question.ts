/** What every question carries: the form of its answer and its language. And the refusal of what a question does not know. */
import type { Fault } from "@qorgau/schemas/faults";
import { joinLists } from "@qorgau/schemas/responses/list-parameters";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";
import { acceptedForm, answerForms, mediaTypes } from "./answer-form.ts";
import type { AnswerForm } from "./answer-form.ts";
import { presentationParameters, readPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";

export interface PlainQuestion {
  readonly form: AnswerForm;
  readonly presentation: Presentation;
  /** The parameters that say so, as they were sent. */
  readonly look: ReadonlyArray<readonly [name: string, value: string]>;
  /** All that was sent, `format` included, without what only says how the answer is to look; a list that was sent in parts is joined. */
  readonly parameters: URLSearchParams;
  /** What is wrong with the form and the look; told together with the route's own faults. */
  readonly faults: readonly Fault[];
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/** Throws 406 where nothing but the Accept header tells the form and it refuses every one. */
export function readForm(request: FastifyRequest): PlainQuestion {
  const sent = joinLists(searchOf(request.url));
  const format = sent.get("format") ?? (sent.get("excel") === "true" ? "csv" : null);
  const named = answerForms.find((one) => one === format);
  const form = format === null ? acceptedForm(request.headers.accept) : (named ?? answerForms[0]);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: Object.values(mediaTypes).join(", ") })]);
  const { presentation, faults } = presentationOf(request, form);
  const isUnknown = format !== null && named === undefined;
  return {
    form,
    presentation,
    look: [...presentationSent(request)],
    parameters: without(sent),
    faults: isUnknown ? [fault("QG-0603", "format", { values: answerForms.join(", ") })] : faults,
  };
}

function without(sent: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...sent].filter(([name]) => !(presentationParameters as readonly string[]).includes(name)));
}

/** How the answer to this request is to look, and what is wrong with what was sent of that. */
export function presentationOf(request: FastifyRequest, form: AnswerForm): ReturnType<typeof readPresentation> {
  const { presentation, faults } = readPresentation(presentationSent(request), form);
  return { presentation: { ...presentation, madeUp: request.server.madeUp }, faults };
}

/** What of the question says how the answer is to look, as it was sent. */
export function presentationSent(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams([...searchOf(request.url)].filter(([name]) => (presentationParameters as readonly string[]).includes(name)));
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
export function readPlainQuestion(request: FastifyRequest): PlainQuestion {
  const question = readForm(request);
  refuseFaults([...question.faults, ...faultsOfNames(question.parameters, ["format"])]);
  return question;
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
