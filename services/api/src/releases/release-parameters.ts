/** What is sent to make a release, to verify one, and to request its differences. */
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { flag, orNull } from "@qorgau/schemas/requests/parameter-forms";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import { releaseNameForm, releaseReasonMax } from "@qorgau/schemas/responses/releases";
import { z } from "zod";
import { annualChoices, yearParameter } from "../annual/domain/annual-parameters.ts";
import { cutParameters } from "../http/cut-parameters.ts";

const controlCharacter = /\p{Cc}/u;

/** The members of the body of `POST /v1/releases`, each read as its text: a choice means the same as in the address of the roll-up. */
export const releaseBodyParameters = z.object({
  name: z
    .string()
    .regex(releaseNameForm)
    .refine((text) => !containsIin(text), refusedBy("QG-0862"))
    .meta({ description: "Unique for ever." })
    .register(refusals, { rule: "QG-0862" }),
  asOf: cutParameters.shape.asOf.meta({
    description: "An instant or a watermark; absent: what is published now. With a watermark the request may be repeated.",
  }),
  supersedes: z.string().optional().meta({
    description:
      "The name or number of a release of the same year that this one takes the place of, together with `reason`. The old one keeps its bytes and stays; its entry in the list and a `Link` header name its successor.",
  }),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(releaseReasonMax)
    .refine((text) => !containsIin(text) && !controlCharacter.test(text))
    .optional()
    .meta({ description: "Why it takes the place of the one that it supersedes; required with `supersedes`." })
    .register(refusals, { rule: "QG-0858", facts: { reasonMax: releaseReasonMax } }),
  year: yearParameter.shape.year.meta({ description: "The calendar year that is frozen." }),
  ...annualChoices.shape,
});

export const releasePath = z.object({
  id: z.string().meta({ description: "The name of the release, or its number.", examples: ["annual-2025"] }),
});

export const verifyParameters = z.object({
  verify: flag({ description: "Whether to compute it again and compare, in place of giving its bytes." }),
});

export const cellParameters = z.object({
  scope: orNull(z.enum(annualScopes)).meta({
    description: "Only the differences of one row of the rollup, together with `code`.",
    examples: ["region"],
  }),
  code: orNull(z.string()).meta({
    description: "The code of that row, `unknown` where it is null; total and complex have none.",
    examples: ["KZ-35"],
  }),
});
