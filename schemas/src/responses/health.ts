/** The responses of `/healthz` and `/readyz`: whether a service is alive, and whether it may be sent work. */
import { z } from "zod";

export const healthSchema = z.object({
  alive: z.literal(true).describe("Always true: a process that is not answers nothing."),
});

export const readinessSchema = z.object({
  ready: z.boolean().describe("Whether questions are answered."),
  reason: z.string().optional().describe("Why not yet."),
});
export type Readiness = Readonly<z.infer<typeof readinessSchema>>;
