/** RFC 9457 problem details with rule ids: what every refusal over HTTP looks like. */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { Fault } from "@qorgau/schemas/faults";
import type { Language } from "@qorgau/schemas/languages";
import { faultIn } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";

const statusTitles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  408: "Request timeout",
  409: "Conflict",
  413: "Content too large",
  414: "URI too long",
  415: "Unsupported media type",
  417: "Expectation failed",
  422: "Rejected",
  429: "Too many requests",
  431: "Request header fields too large",
  500: "Internal error",
  501: "Not implemented",
  503: "Unavailable",
};

export interface ProblemOptions {
  readonly retryAfterSeconds?: number;
  /** The header of the same name that a 401 has. */
  readonly wwwAuthenticate?: string;
  readonly cause?: unknown;
}

/** Thrown by a route: the response is a problem document with these faults. */
export class ProblemError extends CodedError<"request_refused"> {
  readonly status: number;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;
  readonly wwwAuthenticate: string | undefined;
  constructor(status: number, faults: readonly Fault[], options: ProblemOptions = {}) {
    super("request_refused", faults.map((one) => `${one.rule} ${one.message}`).join("; "), { cause: options.cause });
    this.status = status;
    this.faults = faults;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.wwwAuthenticate = options.wwwAuthenticate;
  }
}

/** What of a request says how its refusal is to look. */
export type RefusedRequest = Pick<FastifyRequest, "query" | "headers">;

/** A refusal as it is sent: `mediaType` is the whole Content-Type. */
interface RenderedProblem {
  readonly status: number;
  readonly mediaType: string;
  /** Bytes where nothing is to be added to the media type. */
  readonly body: string | Buffer;
}

export type RenderProblem = (problem: ProblemError, language: Language, request: RefusedRequest) => RenderedProblem;

declare module "fastify" {
  interface FastifyContextConfig {
    /** What refusals of the route look like, also those of hooks before it; absent: problem documents. */
    renderProblem?: RenderProblem;
  }
}

/** Gives the problem document of RFC 9457, with `errors`, in `language`, as extension member. */
export function problemDocument(status: number, faults: readonly Fault[], language: Language = "en") {
  const errors = language === "en" ? faults : faults.map((one) => faultIn(language, one));
  return { type: "about:blank", title: statusTitles[status] ?? "Error", status, errors };
}

/** The problem document as it is sent. */
export const renderDocument: RenderProblem = ({ status, faults }, language) => ({
  status,
  mediaType: "application/problem+json",
  body: JSON.stringify(problemDocument(status, faults, language)),
});
