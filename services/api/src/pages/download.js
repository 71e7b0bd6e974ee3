// @ts-check
/** Where the service asks who calls, a plain link would come without the token: what it leads to is fetched with it, and saved from the page. */
import { authorization, TokenWanted } from "./token.js";

/** Long enough for a browser to have taken up what it saves. */
const keptMs = 60_000;

/** Without a token the link does well by itself. */
export const needsToken = () => "authorization" in authorization();

/**
 * Saves what a link leads to.
 * @param {HTMLAnchorElement} link
 */
export async function download(link) {
  const response = await fetch(link.href, { headers: authorization(), cache: "no-store" });
  if (response.status === 401 || response.status === 403) throw new TokenWanted();
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const address = URL.createObjectURL(await response.blob());
  const saving = document.createElement("a");
  saving.href = address;
  saving.download = nameIn(response.headers.get("content-disposition") ?? "");
  saving.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

/** @param {string} disposition `attachment; filename="qorgau-rates.csv"` */
function nameIn(disposition) {
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? "qorgau.csv";
}
