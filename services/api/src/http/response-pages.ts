/** Responses that come in pages: every page is of the cut of the first one, and names the next. */
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { FastifyReply } from "fastify";
import type { RequestParameters } from "./request-parameters.ts";

/** The request with the cut that its cursor names; `watermark` is null without a cursor. A request with `asOf` is left as it is. */
export function withCutOfCursor(requestParameters: RequestParameters, watermark: string | null): RequestParameters {
  return watermark === null || requestParameters.asOf !== null ? requestParameters : { ...requestParameters, asOf: watermark };
}

/** Where the next page is (RFC 8288): a CSV file has no other place to say so. */
export function linkNextPage(
  reply: FastifyReply,
  { parameters, partial, look = [] }: Partial<Pick<RequestParameters, "look">> & Pick<RequestParameters, "parameters" | "partial">,
  nextCursor: string | null,
): void {
  if (nextCursor === null) return;
  // Whatever was waited for is in the cursor's cut.
  const next = new URLSearchParams([...parameters].filter(([name]) => name !== "cursor" && name !== "atLeast"));
  for (const [name, value] of look) next.set(name, value);
  next.set("cursor", nextCursor);
  if (partial) next.set("partial", "true");
  const query = next.toString();
  // A list of mines may hold any digits; what looks like an IIN is never said again.
  if (!containsIin(decodeURIComponent(query))) reply.header("link", `<?${query}>; rel="next"`);
}
