/** What each caller may ask and send in a minute, and which proxies are believed when they say whom they pass on. */
import { isIP } from "node:net";
import { defaultRateLimits, noRateLimits } from "../limits/rate-limits.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { Setting, SettingsSource } from "./settings-group.ts";

export interface LimitSettings {
  readonly rateLimits: RateLimits;
  /** Addresses and networks (CIDR). */
  readonly trustedProxies: readonly string[];
  /** Of these, the header that says which certificate a caller has shown, in lower case; null: none does. */
  readonly clientCertificateHeader: string | null;
}

/** A batch is judged in groups of so many. */
const eventsMin = 1_000;

const names = {
  reads: "QORGAU_READS_PER_MINUTE",
  dearReads: "QORGAU_DEAR_READS_PER_MINUTE",
  events: "QORGAU_EVENTS_PER_MINUTE",
  failedAuthentications: "QORGAU_FAILED_AUTHENTICATIONS_PER_MINUTE",
} as const satisfies Readonly<Record<keyof RateLimits, Setting["name"]>>;

const meanings: Readonly<Record<keyof RateLimits, string>> = {
  reads: "questions that a caller (token, or address) may ask; 0: without bound",
  dearReads: "of these, those answered from records (explain, revisions, records, quality, claims); 0: without bound",
  events: `events that a caller may send, ${eventsMin} at least; 0: without bound`,
  failedAuthentications: "wrong tokens that may come from one address, each later than the one before; 0: without bound",
};

const namesOfLimits = Object.keys(names) as (keyof RateLimits)[];

export const limitsTable: readonly Setting[] = [
  ...namesOfLimits.map((limit) => ({
    name: names[limit],
    otherwise: `${defaultRateLimits[limit]}; where nobody is asked who they are and only this machine may send requests, 0`,
    meaning: meanings[limit],
  })),
  {
    name: "QORGAU_TRUSTED_PROXIES",
    otherwise: "(none)",
    meaning: "addresses and networks, joined by commas, of proxies whose X-Forwarded-For says from which address a request comes",
  },
  {
    name: "QORGAU_CLIENT_CERTIFICATE_HEADER",
    otherwise: "(none)",
    meaning: "header in which these proxies, and nobody else, say which client certificate was shown: RFC 9440, or PEM as nginx escapes it",
  },
];

/** `unlimited`: nothing is limited unless it is asked for. */
export function readLimits(source: SettingsSource, { unlimited }: { readonly unlimited: boolean }): LimitSettings {
  const otherwise = unlimited ? noRateLimits : defaultRateLimits;
  const perMinute = (limit: keyof RateLimits) => source.integer(names[limit], { min: 0, max: 1_000_000_000, otherwise: otherwise[limit] });
  const rateLimits = Object.fromEntries(namesOfLimits.map((limit) => [limit, perMinute(limit)])) as unknown as RateLimits;
  if (rateLimits.events > 0 && rateLimits.events < eventsMin) source.fault(`${names.events} is 0, or ${eventsMin} at least.`);
  const trustedProxies = readNetworks(source, "QORGAU_TRUSTED_PROXIES");
  return { rateLimits, trustedProxies, clientCertificateHeader: readHeaderName(source, trustedProxies) };
}

function readHeaderName(source: SettingsSource, proxies: readonly string[]): string | null {
  const name = source.optional("QORGAU_CLIENT_CERTIFICATE_HEADER")?.toLowerCase() ?? null;
  if (name === null) return null;
  if (!/^[a-z0-9-]+$/.test(name) || name === "authorization")
    source.fault("QORGAU_CLIENT_CERTIFICATE_HEADER is the name of a header, such as Client-Cert.");
  if (proxies.length === 0)
    source.fault("QORGAU_CLIENT_CERTIFICATE_HEADER counts from proxies alone: name their addresses in QORGAU_TRUSTED_PROXIES.");
  if (!source.isGiven("QORGAU_TOKENS_FILE"))
    source.fault("QORGAU_CLIENT_CERTIFICATE_HEADER needs QORGAU_TOKENS_FILE: it says what each certificate is for (npm run tokens).");
  return name;
}

function readNetworks(source: SettingsSource, name: Setting["name"]): readonly string[] {
  const networks = (source.optional(name) ?? "").split(",").map((one) => one.trim());
  const given = networks.filter((one) => one !== "");
  if (!given.every(isNetwork)) source.fault(`${name} is IP addresses and networks such as 10.0.0.0/8, joined by commas.`);
  return given;
}

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...others] = text.split("/");
  const version = isIP(address);
  if (version === 0 || others.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
