/** Of which cut a response is to be: what every request for figures or records may name. */
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { parseWatermark, watermarkForm } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { parseAsOf } from "../past/as-of.ts";

export const cutParameters = z.object({
  asOf: orNull(
    // An empty one asks for nothing: most likely a script that lost what it was given.
    z.string().refine((text) => text !== "" && parseAsOf(text) !== null, refusedBy("QG-0801")),
  ).meta({
    description:
      "The answer as it could be given at an instant (RFC 3339 with its offset, `+` escaped as `%2B`; effective stamps up to it, inclusive), or the records of a watermark as answered. " +
      "Such an answer never changes. An instant is settled once every partition of the log holds a later record; until then the answer waits, at most 5 seconds, else it is 503 with Retry-After. " +
      "One that is still to come is 400; so is a watermark that the log does not hold, or that lies far from every cut that an answer was of.",
    examples: ["2026-02-03T07:40:00+05:00"],
  }),
  atLeast: z
    .string()
    .regex(watermarkForm)
    .refine((text) => parseWatermark(text) !== null)
    .optional()
    .transform((text) => parseWatermark(text ?? "") ?? new Map<number, number>())
    .meta({
      description:
        "A position as acknowledged, or a watermark as answered. The answer waits, at most 5 seconds, until it is included; else it is 503 with Retry-After. What the log does not hold is 400.",
      examples: ["0:812"],
    })
    .register(refusals, { rule: "QG-0703" }),
  partial: z
    .enum(["true", "false"])
    .default("false")
    .meta({
      description:
        "`true`: figures also while what was in the log at the start is not all in them; without it they are 503 then. `Qorgau-Behind` says how many records are missing.",
      examples: ["true"],
    }),
});
