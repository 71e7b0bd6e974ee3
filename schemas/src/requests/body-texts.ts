/** The members of a JSON body as `readParameters` reads them. */

/** What no member takes. */
const noText = "\0";

/**
 * Gives the texts of the members of an object; null of anything else. A number is its text. What is neither, null too, is refused by whatever member it
 * is of: a default in its place may be what the caller wants least.
 */
export function bodyTexts(body: unknown): ReadonlyMap<string, string> | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  return new Map(
    Object.entries(body).map(([name, value]) => [name, typeof value === "string" || typeof value === "number" ? String(value) : noText]),
  );
}
