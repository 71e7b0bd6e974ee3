/** The response of `GET /schemas`: which JSON Schemas there are. */
import { z } from "zod";

export const schemasResponseSchema = z.object({
  schemas: z
    .array(
      z.object({
        name: z.string().describe("The type of an event, or the kind of a message."),
        of: z.enum(["event", "message"]).describe("event: what is sent; message: what Kafka's topics give back."),
        title: z.string().describe("As generators name it."),
        description: z.string().describe("What it tells."),
        address: z.string().describe("Where the schema is, below this server."),
      }),
    )
    .describe("Events first."),
});
export type SchemasResponse = z.infer<typeof schemasResponseSchema>;
