/**
 * What is said of a request by its head alone, before any route is looked for: how long it may be, and which spellings of an address are one.
 * Every refusal of a head is a problem document (RFC 9457), whether the framework, the parser or this file finds the fault.
 */
import type { IncomingMessage } from "node:http";
import { fault } from "@qorgau/schemas/rules/rules";
import type { RuleId } from "@qorgau/schemas/rules/rules";
import { ProblemError } from "./problem.ts";

/** A request with every filter there is and a watermark of a hundred partitions takes some 3,000 characters. */
const urlCharactersMax = 16 * 1024;
/** Of a name in a path. */
export const nameCharactersMax = 500;
/** Node's own limit of a whole head. */
const headersCharactersMax = 16 * 1024;
/** The parser's own limit. A head that is a little too long is still read and gets its own fault; a longer one shows its beginning in one packet. */
export const headBytesMax = 48 * 1024;

/** Throws a ProblemError: 414 (QG-0136), 431 (QG-0137), or 400 (QG-0105) where HTTP/1.1 names no host. */
export function checkHead({ url = "", rawHeaders, headers, httpVersion }: IncomingMessage): void {
  if (url.length > urlCharactersMax)
    throw new ProblemError(414, [fault("QG-0136", "", { max: urlCharactersMax, nameMax: nameCharactersMax })]);
  const characters = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  if (characters > headersCharactersMax) throw new ProblemError(431, [fault("QG-0137", "", { max: headersCharactersMax })]);
  if (headers.host === undefined && httpVersion !== "1.0") throw new ProblemError(400, [fault("QG-0105", "")]);
}

/**
 * The address as routes know it: a colon in percent-encoding is a colon (generated clients and proxies write `events%3Avalidate`), and several
 * slashes are one (a base address that ends in one, before a path that begins with one). The query stays as it is.
 */
export function plainUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  const plain = path.replaceAll(/%3a/gi, ":").replace(/^\/.*/, (own) => own.replaceAll(/\/{2,}/g, "/"));
  return plain + url.slice(path.length);
}

/** Faults that the framework finds, by the status that it gives them. */
const rulesOfStatus: Readonly<Record<number, RuleId>> = { 413: "QG-0138", 414: "QG-0136", 415: "QG-0139", 431: "QG-0137" };

/**
 * Gives the problem for a 4xx status of the framework or the parser: QG-0138 (413), QG-0136 (414), QG-0139 (415), QG-0137 (431), otherwise QG-0105.
 * `cause` is for the log and is not sent.
 */
export function frameworkProblem(status: number, cause: unknown): ProblemError {
  const max = status === 414 ? urlCharactersMax : headersCharactersMax;
  return new ProblemError(status, [fault(rulesOfStatus[status] ?? "QG-0105", "", { max, nameMax: nameCharactersMax })], { cause });
}

interface ParserError extends NodeJS.ErrnoException {
  /** What came last. */
  readonly rawPacket?: Buffer;
}

/** Gives the problem for an error of Node's parser: 408 (QG-0133) where the head did not come in time, otherwise 400, 413, 414 or 431. */
export function parserProblem(error: ParserError): ProblemError {
  switch (error.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new ProblemError(408, [fault("QG-0133", "")]);
    case "HPE_HEADER_OVERFLOW":
      return frameworkProblem(isInRequestLine(error.rawPacket) ? 414 : 431, error);
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return frameworkProblem(413, error);
    default:
      return frameworkProblem(400, error);
  }
}

/** Whether a head that is too long ended within its request line. The last packet shows it, which is all that the parser has. */
function isInRequestLine(packet: Buffer | undefined): boolean {
  const [line = "", ...further] = (packet ?? Buffer.alloc(0)).toString("latin1").split("\r\n", 2);
  const isEndOfLine = further.length > 0 && / HTTP\/\d\.\d$/.test(line) && !/^[A-Z]+ \S{0,1000} /.test(line);
  return isEndOfLine || (further.length === 0 && /^[A-Z]+ \S+$/.test(line));
}
