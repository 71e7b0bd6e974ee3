/**
 * What an operator starts or makes: with a token from anywhere; where no token is needed, from this machine alone, not through a proxy that
 * forwards the requests of others, and not by a page of another site in a browser on this machine.
 */
import { isIPv4 } from "node:net";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { isForwarded, isOwnSite, namesLoopback } from "../request-origin.ts";
import { ProblemError } from "../problem.ts";

/**
 * Throws a ProblemError (403, QG-0842) unless the request has a token or comes directly from this machine: a loopback address and `Host`, no
 * proxy's header, no page of another site.
 */
export function refuseElsewhere({ rights, socket, headers }: FastifyRequest): void {
  if (rights !== null) return;
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  const isHere = address === "::1" || (isIPv4(address) && address.startsWith("127."));
  if (!isHere || isForwarded(headers) || !namesLoopback(headers.host) || !isOwnSite(headers)) {
    throw new ProblemError(403, [fault("QG-0842", "")]);
  }
}
