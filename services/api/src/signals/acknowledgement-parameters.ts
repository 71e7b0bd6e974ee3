/** What is sent to acknowledge a signal, and which signal is meant. */
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { Fault } from "@qorgau/schemas/faults";
import { bodyTexts } from "@qorgau/schemas/requests/body-texts";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import { orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { refusals } from "@qorgau/schemas/requests/refusals";
import {
  signalAcknowledgementSchema,
  signalNoteMax,
  signalRevisionMax,
  signalVerdicts,
} from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalAcknowledgement } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";

const controlCharacter = /\p{Cc}/u;
const { shape } = signalAcknowledgementSchema;

/** The members of the body, each read as its text. */
export const acknowledgementBodyParameters = z.object({
  revision: wholeNumber(1, signalRevisionMax)
    .meta({ description: shape.revision.description })
    .register(refusals, { rule: "QG-0646", facts: { min: 1, max: signalRevisionMax } }),
  state: shape.state,
  verdict: orNull(z.enum(signalVerdicts)).meta({ description: shape.verdict.description }),
  note: orNull(
    z
      .string()
      .trim()
      .min(1)
      .max(signalNoteMax)
      .refine((text) => !containsIin(text) && !controlCharacter.test(text)),
  )
    .meta({ description: shape.note.description })
    .register(refusals, { rule: "QG-0644", facts: { noteMax: signalNoteMax } }),
});

export const signalPath = z.object({
  signal: z.string().meta({ description: "The id of a signal, of those in `recorded`.", examples: ["0".repeat(64)] }),
});

/** Returns the acknowledgement, or all faults of the body at once. Null stands for a member that is not sent, as in the response. */
export function parseAcknowledgement(body: unknown): { readonly read: SignalAcknowledgement } | { readonly errors: readonly Fault[] } {
  const texts = bodyTexts(body);
  if (texts === null) return { errors: [fault("QG-0640", "")] };
  const sent = new Map([...texts].filter(([name]) => (body as Readonly<Record<string, unknown>>)[name] !== null));
  const { values, faults } = readParameters(acknowledgementBodyParameters, sent, [], "/");
  const isSilent = values.state === "closed" && values.verdict === null && !faults.some(({ pointer }) => pointer === "/verdict");
  const errors = isSilent ? [...faults, fault("QG-0645", "/verdict", { verdicts: signalVerdicts.join(", ") })] : faults;
  return errors.length > 0 ? { errors } : { read: values };
}
