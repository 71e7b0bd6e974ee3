/** The parameters of every request: the form of the response and its language. Unknown parameters are refused. */
import type { Fault } from "@qorgau/schemas/faults";
import { joinLists } from "@qorgau/schemas/requests/list-parameters";
import { faultsOfNames, readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";
import { acceptedForm, mediaTypes, responseForms, tableForms } from "./response-form.ts";
import type { ResponseForm } from "./response-form.ts";
import { presentationParameters, readPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";
import { cubeFormParameters, formParameters } from "./form-parameters.ts";

export { faultsOfNames } from "@qorgau/schemas/requests/read-parameters";

const formatParameter = formParameters.pick({ format: true });
const cubeFormatParameter = cubeFormParameters.pick({ format: true });

declare module "fastify" {
  interface FastifyContextConfig {
    /** The rows of the response are cells of a cube, so that it is a JSON-stat dataset too. */
    isCube?: boolean;
  }
}

/** What was sent with a request whose response has one form. `faults` are not thrown here: a route adds its own and throws all by `refuseFaults`. */
export interface SentParameters {
  readonly presentation: Presentation;
  /** The parameters that say so, as they were sent. */
  readonly look: ReadonlyArray<readonly [name: string, value: string]>;
  /** All that was sent, `format` included, without the parameters of the presentation; a list that was sent in parts is joined. */
  readonly parameters: URLSearchParams;
  /** The faults of the form and the presentation; a route reports them together with its own. */
  readonly faults: readonly Fault[];
}

/** The same with the form that was requested, read once. */
export interface PlainParameters extends SentParameters {
  readonly form: ResponseForm;
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/** Throws a ProblemError (406) where only the Accept header states the form and it refuses every one. */
export function readForm(request: FastifyRequest): PlainParameters {
  const sent = joinLists(searchOf(request.url));
  const { isCube = false } = request.routeOptions.config;
  const forms = isCube ? responseForms : tableForms;
  const { values, faults: ofFormat } = isCube ? readValues(cubeFormatParameter, sent) : readValues(formatParameter, sent);
  const form = sent.has("format") ? (values.format ?? responseForms[0]) : unnamedForm(request, sent, forms);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: forms.map((one) => mediaTypes[one]).join(", ") })]);
  const read = readSent(request, form);
  return { form, ...read, faults: ofFormat.length > 0 ? ofFormat : read.faults };
}

/** What was sent with a request whose response has this form, whatever the Accept header says. */
export function readSent(request: FastifyRequest, form: ResponseForm): SentParameters {
  const { presentation, faults } = presentationOf(request, form);
  return { presentation, look: [...presentationSent(request)], parameters: without(joinLists(searchOf(request.url))), faults };
}

function unnamedForm(request: FastifyRequest, sent: URLSearchParams, forms: readonly ResponseForm[]): ResponseForm | null {
  return sent.get("excel") === "true" ? "csv" : acceptedForm(request.headers.accept, forms);
}

function without(sent: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...sent].filter(([name]) => !(presentationParameters as readonly string[]).includes(name)));
}

/** Gives the presentation of the response, and the faults of what was sent for it. */
export function presentationOf(request: FastifyRequest, form: ResponseForm): ReturnType<typeof readPresentation> {
  const { presentation, faults } = readPresentation(presentationSent(request), form);
  return { presentation: { ...presentation, madeUp: request.server.madeUp, csvAddress: withFormat(request, "csv") }, faults };
}

/**
 * The request's own address in another form, relative to it: its last part and its query, written as they were sent. A reader of CSV on the Web takes
 * a description only where that names the very address of the file ("Model for Tabular Data", section 5.2).
 */
export function withFormat(request: FastifyRequest, format: ResponseForm): string {
  const [path = "", query = ""] = request.url.replaceAll(/[^!-~]|[<>"]/g, encodeURIComponent).split(/\?(.*)/s);
  const last = path.slice(path.lastIndexOf("/") + 1);
  const stated = /(?<=^|&)format=[^&]*/g;
  if (query.search(stated) !== -1) return `${last}?${query.replaceAll(stated, `format=${format}`)}`;
  return `${last}?${query === "" ? "" : `${query}&`}format=${format}`;
}

/** Gives the parameters of the presentation, as they were sent. */
export function presentationSent(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams([...searchOf(request.url)].filter(([name]) => (presentationParameters as readonly string[]).includes(name)));
}

/** For an address that takes no parameter but `format`. Throws a ProblemError: 400 for any other parameter or value, 406 as `readForm` does. */
export function readPlainParameters(request: FastifyRequest): PlainParameters {
  const requestParameters = readForm(request);
  refuseFaults([...requestParameters.faults, ...faultsOfNames(requestParameters.parameters, ["format"])]);
  return requestParameters;
}

/** Throws a ProblemError (400) with all faults where there are any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
