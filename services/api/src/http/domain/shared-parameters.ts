/** Parameters that several requests share: days, the reporter, the length of a page. */
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { isSourceUri } from "@qorgau/schemas/events/reporters";
import type { Fault } from "@qorgau/schemas/faults";
import { orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import type { SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { isCalendarDate } from "../../time/calendar.ts";

/** Read beside the parameters of each request for a table of a cut (`cut-parameters.ts`), and so known to all of them. */
export const cutNames: readonly string[] = ["asOf", "atLeast", "format"];

/** The range of the store's dates. */
export const earliestDate = "1900-01-01";
export const latestDate = "2299-12-31";

const day = orNull(
  z
    .string()
    .refine(
      (text) => isCalendarDate(text) && text >= earliestDate && text <= latestDate,
      refusedBy("QG-0605", { earliest: earliestDate, latest: latestDate }),
    )
    .meta({ format: "date" }),
);

/** `from` and `to`, inclusive; null where one is absent. */
export const dayParameters = {
  from: day.meta({ description: "First date of occurrence, inclusive.", examples: ["2026-01-01"] }),
  to: day.meta({ description: "Last date of occurrence, inclusive.", examples: ["2026-12-31"] }),
};

/** A fault where `from` is after `to` (QG-0606). Null is a bound that is left out. */
export function faultsOfDays({ from, to }: { readonly from: string | null; readonly to: string | null }): Fault[] {
  return from !== null && to !== null && from > to ? [fault("QG-0606", "from")] : [];
}

/** The reporter whose rows are requested; null: every one's. */
export const sourceParameter = orNull(
  z
    .string()
    .superRefine((text, context) => {
      if (containsIin(text)) context.addIssue({ code: "custom", ...refusedBy("QG-0811") });
      else if (!isSourceUri(text)) context.addIssue({ code: "custom", ...refusedBy("QG-0832") });
    })
    .transform(canonicalSource)
    .meta({ format: "uri" }),
).meta({ description: "Only rows that name this reporter.", examples: ["urn:kz:bin:200140000004"] });

/** How many rows a page has, and where it begins; whether a cursor fits is checked where the request is known. */
export const pageParameters = {
  limit: wholeNumber(1, pageLimitMax)
    .default(pageLimitDefault)
    .meta({ description: "Rows of a page.", examples: [pageLimitMax] })
    .register(refusals, { rule: "QG-0816", facts: { limitMax: pageLimitMax } }),
  cursor: orNull(z.string()).meta({
    description: "`nextCursor` of the page before, with the same parameters.",
    examples: ["WyIxMjM0Il0"],
  }),
};

/** Parameters of another request at the same address that are sent with their default: clients made of the document send every default. */
export function saidDefaults({ shape }: z.ZodObject, sent: Pick<SentTexts, "get">): string[] {
  return Object.entries(shape).flatMap(([name, parameter]) => {
    const text = sent.get(name);
    if (typeof text !== "string") return [];
    const read = z.safeParse(parameter, text);
    return read.success && read.data === z.safeParse(parameter, undefined).data ? [name] : [];
  });
}
