/** What the head of a request says of its body: one event or many, and how it is encoded. Anything else is 415 with a message that teaches. */
import type { IncomingHttpHeaders } from "node:http";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import { hasAttributes } from "./attribute-headers.ts";

/**
 * How a body is to be read, by Content-Type and Content-Encoding. `one` and `data` hold one event, `array` and
 * `lines` any number, `json` is what its first byte makes it, `one` or `array`; `compressed` is gzip.
 */
export interface BodyForm {
  /** `data`: of one event, whose attributes are in the head. */
  readonly shape: "one" | "data" | "array" | "lines" | "json";
  readonly compressed: boolean;
}

const shapes: Readonly<Record<string, BodyForm["shape"]>> = {
  "application/cloudevents+json": "one",
  "application/cloudevents": "one",
  // What generated clients send, and tools unasked.
  "application/json": "json",
  "application/cloudevents-batch+json": "array",
  "application/cloudevents-batch": "array",
  "application/x-ndjson": "lines",
};

/** Bodies that hold whole events, whatever copies of their attributes are in the head. */
const saysItself = /^application\/(cloudevents\b|x-ndjson$)/;

/** Throws a ProblemError (415): QG-0102 for an unknown Content-Type, QG-0103 for a charset other than UTF-8 or a coding other than gzip. */
export function readBodyForm(headers: IncomingHttpHeaders): BodyForm {
  const [type = "", ...parameters] = (headers["content-type"] ?? "").split(";").map((part) => part.trim().toLowerCase());
  const shape = hasAttributes(headers) && !saysItself.test(type) ? "data" : Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (shape === undefined) throw new ProblemError(415, [fault("QG-0102", "")]);
  if (!parameters.every(isUnderstood)) throw new ProblemError(415, [fault("QG-0103", "")]);
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (!["identity", "gzip", "x-gzip", ""].includes(encoding)) throw new ProblemError(415, [fault("QG-0103", "")]);
  return { shape, compressed: encoding.endsWith("gzip") };
}

/** Parameters other than `charset` change nothing here. */
function isUnderstood(parameter: string): boolean {
  const charset = /^charset\s*=\s*"?([^"]*)"?$/.exec(parameter)?.[1];
  return charset === undefined || charset === "utf-8" || charset === "utf8";
}
