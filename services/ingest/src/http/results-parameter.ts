/** `?results=rejected`: the response lists only what was not accepted; `?leaves=true`: with the leaf of each. Beside them `lang` is known. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { languages } from "@qorgau/schemas/languages";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { sendingParameters } from "@qorgau/schemas/requests/sending-parameters";
import { fault } from "@qorgau/schemas/rules/rules";

const parameters = new Map(Object.entries({ ...sendingParameters.shape, lang: formParameters.shape.lang }));
const known = ["results=rejected", "leaves=true", ...languages.map((language) => `lang=${language}`)].join(", ");

export interface RequestedResults {
  readonly rejectedOnly: boolean;
  readonly leaves: boolean;
}

/** Which results were requested. Throws a ProblemError (400, QG-0108) for any other parameter or value. */
export function readResultsParameter(query: unknown): RequestedResults {
  const entries = Object.entries(query as Readonly<Record<string, unknown>>);
  const isKnown = (name: string, value: unknown): boolean => parameters.get(name)?.safeParse(value).success === true;
  const faults = entries.filter((entry) => !isKnown(...entry)).map(([name]) => fault("QG-0108", maskIins(name), { known }));
  if (faults.length > 0) throw new ProblemError(400, faults);
  return {
    rejectedOnly: entries.some(([name]) => name === "results"),
    leaves: entries.some(([name, value]) => name === "leaves" && value === "true"),
  };
}
