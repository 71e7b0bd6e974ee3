/** The settings of a process: read once from the environment, all faults told together, frozen. `--help` prints this table. */
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { logLevels } from "./logger.ts";

export interface Settings {
  readonly port: number;
  readonly listen: string;
  /** Set where the service listens beyond loopback without access control, which the operator asked for. */
  readonly open: boolean;
  readonly dataDirectory: string;
  readonly logUrl: string;
  readonly storeUrl: string;
  readonly pseudonymKeyFile: string;
  /** Whether a key may be made where there is none: only for the key file of the embedded default. */
  readonly pseudonymKeyMayBeMade: boolean;
  readonly reportersFile: string | null;
  readonly logLevel: (typeof logLevels)[number];
}

interface Setting {
  readonly name: string;
  readonly otherwise: string;
  readonly meaning: string;
}

export const settingsTable: readonly Setting[] = [
  { name: "QORGAU_PORT", otherwise: "8080", meaning: "TCP port of the HTTP door and the read API; 0 takes a free one" },
  { name: "QORGAU_LISTEN", otherwise: "127.0.0.1", meaning: "address to listen on; beyond loopback only with QORGAU_OPEN=yes" },
  { name: "QORGAU_OPEN", otherwise: "no", meaning: "yes: listen beyond loopback although nobody is asked who they are" },
  { name: "QORGAU_DATA", otherwise: ".qorgau", meaning: "folder of everything the embedded profile keeps" },
  { name: "QORGAU_LOG", otherwise: "file:<QORGAU_DATA>/log", meaning: "canonical event log: file:DIR" },
  { name: "QORGAU_STORE", otherwise: "chdb:<QORGAU_DATA>/store", meaning: "store: chdb:DIR, or http://user:password@host:8123/database" },
  {
    name: "QORGAU_PSEUDONYM_KEY_FILE",
    otherwise: "<QORGAU_DATA>/pseudonym.key",
    meaning: "key that turns IINs into pseudonyms; belongs to the log for life. The default file is made with an empty log",
  },
  {
    name: "QORGAU_REPORTERS_FILE",
    otherwise: "(none)",
    meaning: "JSON list [{source, role, name, topic?}]; then an unlisted source is rejected",
  },
  { name: "QORGAU_LOG_LEVEL", otherwise: "info", meaning: `one of ${logLevels.join(", ")}` },
];

export class SettingsError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "SettingsError";
    this.faults = faults;
  }
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);
const isLoopback = (address: string) => loopbackNames.has(address) || (isIP(address) === 4 && address.startsWith("127."));

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a SettingsError that names every fault. */
export function readSettings(environment: Environment): Settings {
  const faults = unknownSettings(environment);
  const get = (name: string, otherwise: string) => environment[name]?.trim() || otherwise;

  const dataDirectory = resolve(get("QORGAU_DATA", ".qorgau"));
  const port = Number(get("QORGAU_PORT", "8080"));
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push("QORGAU_PORT is a TCP port from 0 to 65535.");
  const logLevel = get("QORGAU_LOG_LEVEL", "info") as Settings["logLevel"];
  if (!logLevels.includes(logLevel)) faults.push(`QORGAU_LOG_LEVEL is one of ${logLevels.join(", ")}.`);
  const openAnswer = get("QORGAU_OPEN", "no");
  if (!["yes", "no"].includes(openAnswer)) faults.push("QORGAU_OPEN is yes or no.");
  const listen = get("QORGAU_LISTEN", "127.0.0.1");
  faults.push(...listenFaults(listen, openAnswer === "yes"));
  const logUrl = get("QORGAU_LOG", `file:${join(dataDirectory, "log")}`);
  if (!/^file:.+/.test(logUrl)) faults.push("QORGAU_LOG is file:DIR.");
  const storeUrl = get("QORGAU_STORE", `chdb:${join(dataDirectory, "store")}`);
  if (!/^chdb:.+|^https?:\/\/.+/.test(storeUrl)) faults.push("QORGAU_STORE is chdb:DIR or http://user:password@host:8123/database.");

  if (faults.length > 0) throw new SettingsError(faults);
  return Object.freeze({
    port,
    listen,
    open: openAnswer === "yes" && !isLoopback(listen),
    dataDirectory,
    logUrl,
    storeUrl,
    pseudonymKeyFile: resolve(get("QORGAU_PSEUDONYM_KEY_FILE", join(dataDirectory, "pseudonym.key"))),
    pseudonymKeyMayBeMade: !environment["QORGAU_PSEUDONYM_KEY_FILE"]?.trim(),
    reportersFile: environment["QORGAU_REPORTERS_FILE"]?.trim() || null,
    logLevel,
  });
}

/** A mistyped name would otherwise be a setting silently not made. */
function unknownSettings(environment: Environment): string[] {
  const known = new Set(settingsTable.map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith("QORGAU_") && !known.has(name))
    .map((name) => `${name} is no setting of this program. Its settings are listed by --help.`);
}

function listenFaults(listen: string, open: boolean): string[] {
  if (isIP(listen) === 0 && listen !== "localhost") return ["QORGAU_LISTEN is an IP address, or localhost."];
  if (isLoopback(listen) || open) return [];
  return [
    `QORGAU_LISTEN=${listen} is beyond this machine, and nothing is configured that asks callers who they are: anybody who reaches ` +
      "the port could send events and read figures. Listen on 127.0.0.1 behind a proxy that checks access, or, on a network where " +
      "everybody is trusted, set QORGAU_OPEN=yes.",
  ];
}

export function settingsHelp(): string {
  const width = Math.max(...settingsTable.map(({ name }) => name.length));
  return settingsTable
    .map(({ name, otherwise, meaning }) => `  ${name.padEnd(width)}  ${meaning}\n  ${"".padEnd(width)}  otherwise: ${otherwise}`)
    .join("\n");
}
