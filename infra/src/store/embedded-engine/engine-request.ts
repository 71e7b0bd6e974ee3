/** Reads a request of ClickHouse's HTTP interface into a request to the engine. */
import { timingSafeEqual, createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { EngineRequest } from "./engine-connections.ts";
import { EngineError } from "./engine-error.ts";
import { statementOf } from "./engine-statement.ts";

/** What every request but `/ping` must show. */
export interface EngineCredentials {
  readonly user: string;
  readonly password: string;
}

/** Parameters of the interface itself, and settings that speak of its HTTP side: none of them is a setting of the engine. */
const ofTheInterface: ReadonlySet<string> = new Set([
  "query",
  "query_id",
  "database",
  "default_format",
  "user",
  "password",
  "role",
  "session_id",
  "session_check",
  "session_timeout",
  "quota_key",
  "compress",
  "decompress",
  "enable_http_compression",
  "http_zlib_compression_level",
  "wait_end_of_query",
  "buffer_size",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
  "cancel_http_readonly_queries_on_client_close",
]);

const identifier = /^[a-zA-Z_]\w*$/;

/**
 * Reads the URL and the unpacked body: statement, rows, settings, parameters (`param_…`), format, and a database other than `database`. Throws an
 * EngineError with a number of ClickHouse (62, 73, 81, 115, 497).
 */
export function readEngineRequest(url: URL, body: Buffer, database: string): Omit<EngineRequest, "gone" | "isStoppedWhenGone"> {
  const queryOfUrl = url.searchParams.get("query");
  const statement = statementOf(queryOfUrl ?? body.toString("utf8"));
  if (queryOfUrl !== null && statement.kind !== "insert" && body.length > 0) {
    throw new EngineError(62, "SYNTAX_ERROR", "A statement stands in the URL or in the body; only an INSERT has both.");
  }
  const params = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (ofTheInterface.has(name)) continue;
    const plain = name.startsWith("param_") ? name.slice("param_".length) : name;
    if (!identifier.test(plain)) throw new EngineError(115, "UNKNOWN_SETTING", "A parameter or setting is not named like one.");
    (name.startsWith("param_") ? params : settings).set(plain, value);
  }
  const wanted = url.searchParams.get("database") ?? database;
  if (!identifier.test(wanted)) throw new EngineError(81, "UNKNOWN_DATABASE", "The database is not named like one.");
  const rows = statement.kind === "insert" ? body : Buffer.alloc(0);
  return { statement, rows, settings, params, database: wanted, format: url.searchParams.get("default_format") ?? "TabSeparated" };
}

const gunzipAsync = promisify(gunzip);

/**
 * Gives the whole body, unpacked. Rejects with an EngineError: 307 where more than `bytesMax` bytes are sent, 210 where the body breaks off (half
 * of an INSERT must not go in), 1001 for a coding other than gzip; with an error of zlib where it does not unpack to `bytesMax` bytes at most.
 */
export async function readEngineBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new EngineError(307, "TOO_MANY_BYTES", `A body holds at most ${bytesMax} bytes.`);
    chunks.push(chunk);
  }
  if (!request.complete) throw new EngineError(210, "NETWORK_ERROR", "The body broke off.");
  const body = Buffer.concat(chunks);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return body;
  if (encoding !== "gzip") throw new EngineError(1001, "STD_EXCEPTION", "A body is packed with gzip or not at all.");
  return gunzipAsync(body, { maxOutputLength: bytesMax });
}

/** Gives whether the request has the credentials, as ClickHouse takes them: basic authorization, its own headers, or in the URL. */
export function isAuthorized(request: IncomingMessage, url: URL, credentials: EngineCredentials): boolean {
  const given = givenCredentials(request, url);
  return given !== null && sameText(given.user, credentials.user) && sameText(given.password, credentials.password);
}

function givenCredentials({ headers }: IncomingMessage, url: URL): EngineCredentials | null {
  if (headers.authorization?.startsWith("Basic ")) {
    const text = Buffer.from(headers.authorization.slice("Basic ".length), "base64").toString("utf8");
    const colon = text.indexOf(":");
    return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  const user = headers["x-clickhouse-user"] ?? url.searchParams.get("user");
  const password = headers["x-clickhouse-key"] ?? url.searchParams.get("password");
  return typeof user === "string" && typeof password === "string" ? { user, password } : null;
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
