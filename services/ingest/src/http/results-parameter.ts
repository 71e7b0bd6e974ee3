/** `?results=rejected`: only what was not accepted is listed. Beside it `lang` alone is known, which messages are told in. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { languages } from "@qorgau/schemas/languages";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";

const known = "results=rejected, lang=kk, lang=ru, lang=en";

/** Whether it was asked for. Throws a ProblemError for any other parameter or value. */
export function readResultsParameter(query: unknown): boolean {
  const entries = Object.entries(query as Readonly<Record<string, unknown>>);
  const isLanguage = ([name, value]: (typeof entries)[number]) => name === "lang" && languages.some((one) => one === value);
  const faults = entries
    .filter((entry) => !isLanguage(entry) && !(entry[0] === "results" && entry[1] === "rejected"))
    .map(([name]) => fault("QG-0108", maskIins(name), { known }));
  if (faults.length > 0) throw new ProblemError(400, faults);
  return entries.some(([name]) => name === "results");
}
