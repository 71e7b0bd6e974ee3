/** What the head of a request says of its body: one event or many, and how it is encoded. Anything else is 415 with a message that teaches. */
import type { IncomingHttpHeaders } from "node:http";
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";

export interface BodyForm {
  readonly shape: "one" | "array" | "lines";
  readonly compressed: boolean;
}

const shapes: Readonly<Record<string, BodyForm["shape"]>> = {
  "application/cloudevents+json": "one",
  // What tools send unasked; a single event is the one thing it can mean.
  "application/json": "one",
  "application/cloudevents-batch+json": "array",
  "application/x-ndjson": "lines",
};

/** Throws a ProblemError. */
export function readBodyForm(headers: IncomingHttpHeaders): BodyForm {
  const [type = "", ...parameters] = (headers["content-type"] ?? "").split(";").map((part) => part.trim().toLowerCase());
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (headers["ce-specversion"] !== undefined || headers["ce-type"] !== undefined) throw new ProblemError(415, [fault("QG-0113", "")]);
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
