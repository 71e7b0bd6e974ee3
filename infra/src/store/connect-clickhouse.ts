/** How a ClickHouse server is reached, and the client that reaches it. */
import { readFile } from "node:fs/promises";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseClient } from "@clickhouse/client";
import { secretFileFault } from "../process/secret-file.ts";

/** What the URL of a server does not say. */
export interface StoreServer {
  /** Outranks a password in the URL, which other users may see in a list of processes. */
  readonly passwordFile: string | null;
  /** PEM: the authorities to trust for https, instead of those that Node brings. */
  readonly caFile: string | null;
  /** gzip both ways: for a network that is slower than the processor. */
  readonly compression: boolean;
  /** Requests under way at once; further ones wait. */
  readonly connectionsMax: number;
  /** The name that the servers know their cluster by; null: one server alone. */
  readonly cluster: string | null;
}

/** How to reach a server, its secrets read. Absent: no compression, 16 connections, no cluster. */
export interface StoreAccess extends Partial<Omit<StoreServer, "passwordFile" | "caFile">> {
  /** `http://user:password@host:8123/database` */
  readonly url: string;
  /** PEM. */
  readonly ca?: Buffer;
}

/** Requests at once to one server. */
export const defaultConnectionsMax = 16;
/** An insert of 200,000 rows takes seconds; a disk that is full or slow may take longer to say so. */
export const writeTimeoutMs = 120_000;

/**
 * Reads the files and puts the password into the URL. Rejects with an Error for the operator that names the file: it cannot be read, is empty, or
 * other users can read it.
 */
export async function accessOf(url: string, server: StoreServer): Promise<StoreAccess> {
  const { passwordFile, caFile, ...plain } = server;
  const withPassword = new URL(url);
  if (passwordFile !== null) {
    // Editors and `echo` end a file with a line break, which is no part of a password.
    const password = (await readSecret("password", passwordFile)).toString("utf8").replace(/\r?\n$/, "");
    if (password === "") throw new Error(`The file of the store's password is empty: ${passwordFile}.`);
    const fault = secretFileFault(passwordFile);
    if (fault !== null) throw new Error(`The store's password must be its owner's alone. ${fault}`);
    withPassword.password = encodeURIComponent(password);
  }
  const ca = caFile === null ? {} : { ca: await readSecret("authorities", caFile) };
  return { ...plain, ...ca, url: withPassword.href };
}

async function readSecret(what: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new Error(`The file of the store's ${what} cannot be read (${code}): ${file}.`, { cause: error });
  }
}

/** Gives a client that connects as it is used. A request without a limit of its own ends after 120 s. Its owner closes it. */
export function connectClickHouse({ url, ca, compression = false, connectionsMax = defaultConnectionsMax }: StoreAccess): ClickHouseClient {
  return createClient({
    url,
    ...(ca ? { tls: { ca_cert: ca } } : {}),
    max_open_connections: connectionsMax,
    request_timeout: writeTimeoutMs,
    keep_alive: { enabled: true, eagerly_destroy_stale_sockets: true },
    compression: { request: compression, response: compression },
    // Its log lines would hold statements and parameters.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

const identifier = /^[A-Za-z_]\w*$/;

/**
 * Gives the database that the path of the URL names, `default` where there is none. Throws a TypeError where
 * it is not letters, digits and underscores.
 */
export function databaseOf(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || "default";
  if (!identifier.test(name)) throw new TypeError("The database of the store is named in letters, digits and underscores.");
  return name;
}

/** Gives the same access with another database, whose name is not checked here. */
export function inDatabase(access: StoreAccess, database: string): StoreAccess {
  const changed = new URL(access.url);
  changed.pathname = `/${database}`;
  return { ...access, url: changed.href };
}
