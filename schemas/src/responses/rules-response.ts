/** The response of `GET /v1/rules`: every permanent rule id with its message in three languages. */
import { z } from "zod";

export const rulesResponseSchema = z.object({
  rules: z
    .array(
      z.object({
        id: z
          .string()
          .regex(/^QG-\d{4}$/)
          .describe("Permanent: never reused, never given another meaning."),
        level: z.enum(["error", "warning"]).describe("An error refuses the input; a warning lets it in."),
        message: z
          .object({
            en: z.string().describe("In English."),
            ru: z.string().describe("In Russian."),
            kk: z.string().describe("In Kazakh."),
          })
          .describe(
            "What is wrong and how to mend it. A place such as {values} is filled in with a list or a limit where the rule is applied.",
          ),
      }),
    )
    .describe("In the order of their ids."),
});
export type RulesResponse = z.infer<typeof rulesResponseSchema>;
