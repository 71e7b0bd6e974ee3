/** The parameters of `GET /v1/records`. */
import { entities } from "@qorgau/schemas/codes/enumerations";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { z } from "zod";

const name = z
  .string()
  .min(1)
  .refine((text) => !containsIin(text), refusedBy("QG-0811"));

export const recordParameters = z.object({
  source: name
    .transform(canonicalSource)
    .meta({ description: "The reporter, as in the event.", examples: ["urn:kz:bin:200140000004"] })
    .register(refusals, { rule: "QG-0812" }),
  subject: name
    .meta({ description: "The reporter's own number of the record.", examples: ["N1-2026-0017"] })
    .register(refusals, { rule: "QG-0812" }),
  entity: orNull(z.enum(entities)).meta({ description: "All of that name unless told.", examples: ["case"] }),
});
