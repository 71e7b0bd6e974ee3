import { z } from "zod";

/** What is wrong (or odd) with an input: a permanent rule id, where, and how to mend it. Never the value itself: it may hold a personal identifier. */
export const faultSchema = z.object({
  rule: z
    .string()
    .regex(/^QG-\d{4}$/)
    .describe("Permanent: all of them are at /v1/rules."),
  pointer: z
    .string()
    .describe('RFC 6901 JSON pointer into the event (`/data/severity`), or the name of a query parameter; "" is the whole.'),
  message: z.string().describe("What is wrong and how to mend it; never the value itself."),
});
export type Fault = z.infer<typeof faultSchema>;
