/** Where a service listens, and who may send it requests: beyond loopback only callers with a token, or everybody by the operator's decision. */
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { dataDirectoryOf } from "./general-settings.ts";
import { readTokensFile } from "../access/tokens-file.ts";
import { defaultConnectionsMax } from "../http/http-sockets.ts";
import { defaultBodyPace } from "../http/request-body.ts";
import type { BodyPace } from "../http/request-body.ts";
import { readClaimRules } from "../access/issuer/claim-rules.ts";
import { issuerTable, readIssuerSettings } from "./issuer-settings.ts";
import type { TrustedIssuer } from "../access/issuer/trusted-issuer.ts";
import { limitsTable, readLimits } from "./limit-settings.ts";
import type { LimitSettings } from "./limit-settings.ts";
import type { SettingsGroup, SettingsSource } from "./settings-group.ts";

/**
 * Where a service listens and who gets in: callers with a token (`tokensFile`), this machine alone
 * (`loopbackOnly`), or everybody where neither holds.
 */
export interface ListenSettings extends Partial<LimitSettings> {
  readonly port: number;
  readonly listen: string;
  /** The tokens of callers; null: none of our own. Without an issuer either no token is needed. */
  readonly tokensFile: string | null;
  /** Absent, or null: nobody else makes tokens. */
  readonly issuer?: TrustedIssuer | null;
  /** How long requests still get responses after the signal to stop, while `/readyz` is 503 already. */
  readonly drainSeconds: number;
  /** The operator's decision that no token is needed, reported at the start and in the status; never together with `tokensFile`. */
  readonly open: boolean;
  /** No token is needed, and only this machine is meant to send requests: their `Host` must name it. */
  readonly loopbackOnly: boolean;
  /** Where reads of cases and acts of operators are put down, and for how many days; 0: for ever. */
  readonly auditDirectory: string;
  readonly auditDays: number;
  readonly connectionsMax?: number;
  readonly bodyPace?: BodyPace;
}

/** Whether callers are asked who they are: by tokens of our own, or of an issuer. */
export const asksCallers = ({ tokensFile, issuer = null }: Pick<ListenSettings, "tokensFile" | "issuer">): boolean =>
  tokensFile !== null || issuer !== null;

const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);
const isLoopback = (address: string) => loopbackNames.has(address) || (isIP(address) === 4 && address.startsWith("127."));

export const listenSettings: SettingsGroup<ListenSettings> = {
  table: [
    { name: "QORGAU_PORT", otherwise: "8080", meaning: "TCP port of the HTTP ingest endpoint and the read API; 0 takes a free one" },
    {
      name: "QORGAU_LISTEN",
      otherwise: "127.0.0.1",
      meaning: "address to listen on; beyond loopback only with QORGAU_TOKENS_FILE or QORGAU_OPEN=yes",
    },
    {
      name: "QORGAU_TOKENS_FILE",
      otherwise: "(none)",
      meaning: "hashes of bearer tokens, made by npm run tokens; then every caller is asked for one, on loopback too",
    },
    {
      name: "QORGAU_DRAIN_SECONDS",
      otherwise: "0",
      meaning: "how long requests are still answered after SIGTERM while /readyz says no already: for what shares out the load to notice",
    },
    {
      name: "QORGAU_OPEN",
      otherwise: "no",
      meaning: "yes: nobody is asked who they are, beyond loopback either, and by whatever name (Host)",
    },
    {
      name: "QORGAU_AUDIT_DIRECTORY",
      otherwise: "<QORGAU_DATA>/audit",
      meaning: "folder of the audit trail: who read cases, and what operators did; several processes may share it",
    },
    {
      name: "QORGAU_AUDIT_DAYS",
      otherwise: "0",
      meaning: "for how many days the audit trail is kept; 0: for ever",
    },
    {
      name: "QORGAU_CONNECTIONS_MAX",
      otherwise: String(defaultConnectionsMax),
      meaning: "connections open at once; further ones are closed",
    },
    {
      name: "QORGAU_BODY_BYTES_PER_SECOND_MIN",
      otherwise: String(defaultBodyPace.bytesPerSecondMin),
      meaning: `the least that a caller sends of a body, on average over ${defaultBodyPace.windowMs / 1000} s; a slower one is refused`,
    },
    ...limitsTable,
    ...issuerTable,
  ],
  read(source) {
    const port = source.integer("QORGAU_PORT", { min: 0, max: 65_535, otherwise: 8080 });
    const listen = source.text("QORGAU_LISTEN", "127.0.0.1");
    const tokensFile = source.optional("QORGAU_TOKENS_FILE");
    const isOpen = source.isYes("QORGAU_OPEN");
    const issuer = readIssuerSettings(source);
    const asks = asksCallers({ tokensFile, issuer });
    addListenFaults(source, listen, isOpen || asks);
    const drainSeconds = source.integer("QORGAU_DRAIN_SECONDS", { min: 0, max: 300, otherwise: 0 });
    const asksNobody = isOpen && (asks || !isLoopback(listen));
    const connectionsMax = source.integer("QORGAU_CONNECTIONS_MAX", { min: 10, max: 100_000, otherwise: defaultConnectionsMax });
    const { bytesPerSecondMin: otherwise } = defaultBodyPace;
    const bytesPerSecondMin = source.integer("QORGAU_BODY_BYTES_PER_SECOND_MIN", { min: 1, max: 1_000_000, otherwise });
    const loopbackOnly = !asks && !isOpen;
    return {
      port,
      listen,
      tokensFile: tokensFile === null || isOpen ? null : resolve(tokensFile),
      issuer: isOpen ? null : issuer,
      drainSeconds,
      open: asksNobody,
      loopbackOnly,
      auditDirectory: resolve(source.text("QORGAU_AUDIT_DIRECTORY", join(dataDirectoryOf(source), "audit"))),
      auditDays: source.integer("QORGAU_AUDIT_DAYS", { min: 0, max: 36_500, otherwise: 0 }),
      connectionsMax,
      bodyPace: { ...defaultBodyPace, bytesPerSecondMin },
      ...readLimits(source, { unlimited: loopbackOnly }),
    };
  },
  async check({ tokensFile, issuer = null }) {
    const reading = [
      ...(tokensFile === null ? [] : [readTokensFile(tokensFile)]),
      ...(issuer === null ? [] : [readClaimRules(issuer.rulesFile)]),
    ];
    const read = await Promise.allSettled<unknown>(reading);
    return read.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
  },
};

function addListenFaults(source: SettingsSource, listen: string, isSettled: boolean): void {
  if (isIP(listen) === 0 && listen !== "localhost") source.fault("QORGAU_LISTEN is an IP address, or localhost.");
  else if (!isLoopback(listen) && !isSettled) {
    source.fault(
      `QORGAU_LISTEN=${listen} is beyond this machine, and nothing is configured that asks callers who they are: anybody who reaches ` +
        "the port could send events and read figures. Make tokens (npm run tokens) and name their file in QORGAU_TOKENS_FILE, listen on " +
        "127.0.0.1 behind a proxy that checks access, or, on a network where everybody is trusted, set QORGAU_OPEN=yes.",
    );
  }
}
