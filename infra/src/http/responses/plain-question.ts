/** What every question carries: the form of its answer and its language. And the refusal of what a question does not know. */
import type { Fault } from "@qorgau/schemas/faults";
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import { joinLists } from "@qorgau/schemas/responses/list-parameters";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";
import { acceptedForm, answerForms, mediaTypes } from "./answer-form.ts";
import type { AnswerForm, PrintedForm } from "./answer-form.ts";

export interface PlainQuestion<Form extends PrintedForm = AnswerForm> {
  readonly form: Form;
  /** Of workbooks and names; English where none is asked for. */
  readonly language: Language;
  /** All that was sent, `format` included, but `lang`; a list that was sent in parts is joined. */
  readonly parameters: URLSearchParams;
  /** What is wrong with `format` and `lang`; told together with the route's own faults. */
  readonly faults: readonly Fault[];
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/** Throws 406 where nothing but the Accept header tells the form and it refuses every one. */
export function readForm<Form extends PrintedForm>(request: FastifyRequest, forms: readonly [Form, ...Form[]]): PlainQuestion<Form> {
  const { language, parameters, faults } = readLanguage(joinLists(searchOf(request.url)));
  const format = parameters.get("format");
  if (format !== null) {
    const form = forms.find((one) => one === format);
    return {
      form: form ?? forms[0],
      language,
      parameters,
      faults: form === undefined ? [...faults, fault("QG-0603", "format", { values: forms.join(", ") })] : faults,
    };
  }
  const form = acceptedForm(request.headers.accept, forms);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: forms.map((one) => mediaTypes[one]).join(", ") })]);
  return { form, language, parameters, faults };
}

/** Taken at every address, also where nothing of the answer has a language: clients send it with every question. */
function readLanguage(sent: URLSearchParams): Pick<PlainQuestion, "language" | "parameters" | "faults"> {
  const [text, ...others] = sent.getAll("lang");
  const language = languages.find((one) => one === text) ?? "en";
  const parameters = new URLSearchParams([...sent].filter(([name]) => name !== "lang"));
  if (others.length > 0) return { language, parameters, faults: [fault("QG-0602", "lang")] };
  const isKnown = text === undefined || text === language;
  return { language, parameters, faults: isKnown ? [] : [fault("QG-0603", "lang", { values: languages.join(", ") })] };
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
  const question = readForm(request, answerForms);
  refuseFaults([...question.faults, ...faultsOfNames(question.parameters, ["format"])]);
  return question;
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ProblemError(400, faults);
}
