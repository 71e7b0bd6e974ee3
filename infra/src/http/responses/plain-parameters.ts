/** What every question carries: the form of its answer and its language. And the refusal of what a question does not know. */
import type { Fault } from "@qorgau/schemas/faults";
import { joinLists } from "@qorgau/schemas/responses/list-parameters";
import { faultsOfNames, readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";
import { acceptedForm, responseForms, mediaTypes } from "./response-form.ts";
import type { ResponseForm } from "./response-form.ts";
import { presentationParameters, readPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";
import { formParameters } from "./form-parameters.ts";

export { faultsOfNames } from "@qorgau/schemas/requests/read-parameters";

const formatParameter = formParameters.pick({ format: true });

/** What was sent with a request, read once. `faults` are not thrown here: a route adds its own and throws all of them by `refuseFaults`. */
export interface PlainParameters {
  readonly form: ResponseForm;
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
export function readForm(request: FastifyRequest): PlainParameters {
  const sent = joinLists(searchOf(request.url));
  const { values, faults: ofFormat } = readValues(formatParameter, sent);
  const form = sent.has("format") ? (values.format ?? responseForms[0]) : unnamedForm(request, sent);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: Object.values(mediaTypes).join(", ") })]);
  const { presentation, faults } = presentationOf(request, form);
  return {
    form,
    presentation,
    look: [...presentationSent(request)],
    parameters: without(sent),
    faults: ofFormat.length > 0 ? ofFormat : faults,
  };
}

function unnamedForm(request: FastifyRequest, sent: URLSearchParams): ResponseForm | null {
  return sent.get("excel") === "true" ? "csv" : acceptedForm(request.headers.accept);
}

function without(sent: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...sent].filter(([name]) => !(presentationParameters as readonly string[]).includes(name)));
}

/** How the answer to this request is to look, and what is wrong with what was sent of that. */
export function presentationOf(request: FastifyRequest, form: ResponseForm): ReturnType<typeof readPresentation> {
  const { presentation, faults } = readPresentation(presentationSent(request), form);
  return { presentation: { ...presentation, madeUp: request.server.madeUp }, faults };
}

/** What of the question says how the answer is to look, as it was sent. */
export function presentationSent(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams([...searchOf(request.url)].filter(([name]) => (presentationParameters as readonly string[]).includes(name)));
}

/** For an address that takes no parameter but `format`. */
export function readPlainParameters(request: FastifyRequest): PlainParameters {
  const requestParameters = readForm(request);
  refuseFaults([...requestParameters.faults, ...faultsOfNames(requestParameters.parameters, ["format"])]);
  return requestParameters;
}

/** Throws a ProblemError (400) with all faults where there are any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
