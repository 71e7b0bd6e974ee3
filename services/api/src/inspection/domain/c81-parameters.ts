/** The parameters of `GET /v1/reports/c81/{year}`. All faults are reported together. */
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { z } from "zod";
import { yearParameter } from "../../annual/domain/annual-parameters.ts";
import { cutNames } from "../../http/domain/shared-parameters.ts";

export const c81Parameters = z.object({
  release: orNull(z.string().regex(/^(\d{1,6}|[a-z][a-z0-9-]{0,63})$/))
    .meta({
      description: "The release that cases are of, by name or number; without it the newest of the year that none supersedes.",
      examples: ["annual-2025"],
    })
    .register(refusals, { rule: "QG-0694" }),
});

/** `year` is the text from the path. Returns the query, or all faults at once (QG-0704: a year outside 1901 to 2299). */
export function parseC81Query(year: string, sent: SentTexts): Parsed<{ readonly year: number; readonly release: string | null }> {
  const ofYear = readValues(yearParameter, new Map([["year", year]]));
  const { values, faults } = readParameters(c81Parameters, sent, cutNames);
  const errors = [...ofYear.faults, ...faults];
  return errors.length > 0 ? { errors } : { query: { ...ofYear.values, ...values } };
}
