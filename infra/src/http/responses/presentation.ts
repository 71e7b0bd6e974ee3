/** The presentation of a response, beside its form: the language of names, the names themselves, and the CSV that a spreadsheet opens by itself. */
import type { Language } from "@qorgau/schemas/languages";
import type { Fault } from "@qorgau/schemas/faults";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { formParameters } from "./form-parameters.ts";
import type { ResponseForm } from "./response-form.ts";

export const presentationParameters = ["lang", "names", "excel"] as const;
const lookParameters = formParameters.omit({ format: true });
const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

/** How a response is rendered beside its form, from the parameters `lang`, `names` and `excel`. `madeUp` is a property of the server. */
export interface Presentation {
  readonly language: Language;
  /** Beside every column of codes one of what they are called. */
  readonly names: boolean;
  /** CSV with a byte order mark and semicolons. */
  readonly excel: boolean;
  /** Where the CSV file of the same response is, relative to the request; what describes it names it. */
  readonly csvAddress?: string;
  /** The figures are made up, as in the demo: the response has a member, and its tables a column, that says so. */
  readonly madeUp?: boolean;
}

/** In English, without names, with commas. */
export const plainPresentation: Presentation = { language: "en", names: false, excel: false };

/**
 * A workbook in a language has names, unless `names=false`. `excel` of another form is a fault. `lang` is allowed in every request, since clients
 * send it always.
 */
export function readPresentation(
  sent: URLSearchParams,
  form: ResponseForm,
): { readonly presentation: Presentation; readonly faults: Fault[] } {
  const { values, faults: ofValues } = readValues(lookParameters, sent);
  const repeated = presentationParameters.filter((name) => sent.getAll(name).length > 1);
  const faults = [...repeated.map((name) => fault("QG-0602", name)), ...ofValues.filter(({ pointer }) => !isOneOf(repeated, pointer))];
  const { lang: language = null, names: reported = null, excel } = values;
  const names = reported === null ? form === "xlsx" && language !== null : reported === "true";
  if (excel === "true" && form !== "csv" && form !== "csvw") faults.push(fault("QG-0706", "excel"));
  return { presentation: { language: language ?? "en", names, excel: excel === "true" }, faults };
}
