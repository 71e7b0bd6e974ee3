/** Where a request comes from, as far as its head states it: through a proxy, for which host name, and from a page of which site. */
import type { IncomingHttpHeaders } from "node:http";
import { isIPv4 } from "node:net";

/** Headers that proxies add. A proxy that adds none looks like a caller on this machine. */
const forwardingHeaders = ["forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip"];
const forwardingPrefixes = ["x-forwarded", "x-original-", "x-envoy-"];

/** Gives whether a proxy's header is present, such as Forwarded, Via or X-Forwarded-For. Takes names in lower case, as Node gives them. */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some(
    (name) => forwardingHeaders.includes(name) || forwardingPrefixes.some((prefix) => name.startsWith(prefix)),
  );
}

const hostForm = /^(\[[\da-f:.]+\]|[^:\s]+)(?::\d{1,5})?$/i;

/**
 * Whether `Host` names this machine to itself. A page of another site can have its own name lead to 127.0.0.1 (DNS rebinding) and is then,
 * for the browser, of the same site as this service; but its requests name that site.
 */
export function namesLoopback(host: string | undefined): boolean {
  const name =
    hostForm
      .exec(host ?? "")?.[1]
      ?.toLowerCase()
      .replace(/\.$/, "") ?? "";
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return ["[::1]", "[0:0:0:0:0:0:0:1]"].includes(name) || (isIPv4(name) && name.startsWith("127."));
}

/**
 * Gives whether no page of another site sent the request, by Sec-Fetch-Site and Origin. Only browsers
 * send these headers: without them it is true.
 */
export function isOwnSite(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none" && site !== "same-origin") return false;
  const { origin, host } = headers;
  return origin === undefined || (host !== undefined && URL.canParse(origin) && new URL(origin).host === hostOf(origin, host));
}

/** As a URL of that origin's scheme has it: in small letters, without the default port. */
function hostOf(origin: string, host: string): string | null {
  const url = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : null;
}
