/** Query parameters that take several values, joined by commas or each under its name again: `by=region&by=sector` is `by=region,sector`. */
import { rateDimensions } from "../responses/rates.ts";

const listParameters: ReadonlySet<string> = new Set(["by", ...rateDimensions, "band", "exposureBasis", "withoutAccident"]);

/** What was sent, each list joined in the order sent. A name of one value that was sent twice is left so, for the route to refuse. */
export function joinLists(sent: URLSearchParams): URLSearchParams {
  const joined = new Map<string, string>();
  const parameters = new URLSearchParams();
  for (const [name, value] of sent) {
    if (!listParameters.has(name)) parameters.append(name, value);
    else joined.set(name, joined.has(name) ? `${joined.get(name)},${value}` : value);
  }
  for (const [name, value] of joined) parameters.append(name, value);
  return parameters;
}
