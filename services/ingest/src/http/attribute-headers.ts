/**
 * The attributes of an event in the head of a request (CloudEvents' HTTP binding, binary content mode). A value is UTF-8 in percent-encoding,
 * with or without double quotes; clients from before that rule send UTF-8 as it is, which is read as well.
 */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { ProblemError } from "@qorgau/infra/http/problem";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";

const prefix = "ce-";
/** One of them makes it the binary mode, unless the media type is one of CloudEvents' own or of several events. */
const report: readonly string[] = ["ce-specversion", "ce-id", "ce-source", "ce-type"];

/** Gives whether the head has one of `report`. Takes names in lower case, as Node gives them. */
export function hasAttributes(headers: IncomingMessage["headers"]): boolean {
  return report.some((name) => headers[name] !== undefined);
}

/** Throws a ProblemError where a value is no text (QG-0118), or a header occurs twice (QG-0119): two readers would see two events. */
export function readAttributes({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const header = rawHeaders[index]!.toLowerCase();
    if (!header.startsWith(prefix)) continue;
    const name = header.slice(prefix.length);
    if (attributes.has(name)) throw new ProblemError(400, [fault("QG-0119", pointerTo(name))]);
    const text = textOf(rawHeaders[index + 1]!);
    if (text === null) throw new ProblemError(400, [fault("QG-0118", pointerTo(name))]);
    attributes.set(name, text);
  }
  return attributes;
}

const pointerTo = (name: string) => `/${maskIins(name)}`;

const quoted = /^"(?:[^"\\]|\\.)*"$/;
const percentEncoded = /%([\da-f]{2})/gi;

/** Node reads the bytes of a header as Latin-1. Null where they are no UTF-8. */
function textOf(value: string): string | null {
  const unquoted = quoted.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
  const bytes = Buffer.from(
    unquoted.replaceAll(percentEncoded, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    "latin1",
  );
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
}
