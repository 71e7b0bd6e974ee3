/** The members of a JSON body as `readParameters` reads them. */

/** What no member takes. */
const noText = "\0";

/**
 * Gives the texts of the members of an object; null of anything else. A number is its text, null stands for a member that is not sent, and what is
 * neither is refused by whatever member it is of.
 */
export function bodyTexts(body: unknown): ReadonlyMap<string, string> | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const sent = Object.entries(body).filter(([, value]) => value !== null);
  return new Map(sent.map(([name, value]) => [name, typeof value === "string" || typeof value === "number" ? String(value) : noText]));
}
