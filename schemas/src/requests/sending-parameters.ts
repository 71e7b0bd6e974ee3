/** The parameters of `POST /v1/events` and `/v1/events:validate`, beside the language of messages. */
import { z } from "zod";
import { flag } from "./parameter-forms.ts";

export const sendingParameters = z.object({
  results: z
    .enum(["rejected"])
    .optional()
    .meta({ description: "`rejected`: many events answer only what was not accepted, and the highest position of every partition." }),
  leaves: flag({ description: "Whether the result of each of many accepted events states its `leaf`; that of one event always does." }),
});
