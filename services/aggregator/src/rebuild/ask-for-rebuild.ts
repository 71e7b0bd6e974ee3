/** Starts a rebuild in the running service over HTTP and follows it to its end. */
import { setTimeout as delay } from "node:timers/promises";
import { rebuildStatusSchema } from "@qorgau/schemas/responses/operations";
import type { RebuildStatus } from "@qorgau/schemas/responses/operations";
import { RebuildError } from "./rebuild-error.ts";

export interface AskOptions {
  /** Where the service listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** A token that may operate; null where callers need none. */
  readonly token: string | null;
  readonly onProgress: (progress: { readonly folded: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** Right after its start a service responds only once a member holds the lease. */
const responseTimeoutMs = 30_000;
const lookAgainMs = 500;

/**
 * The status of the rebuild once it is done. Throws `RebuildError`: `no_answer` where nothing was started, `failed` where the service refuses, ends
 * or fails.
 */
export async function askForRebuild({ url, token, onProgress, signal }: AskOptions): Promise<RebuildStatus> {
  const address = new URL("/v1/operations/rebuild", url).href;
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  let status = await ask(address, { method: "POST", headers }, "no_answer");
  while (status.state === "running") {
    onProgress(status);
    await delay(lookAgainMs, undefined, signal === undefined ? {} : { signal });
    status = await ask(address, { method: "GET", headers }, "failed");
  }
  if (status.state !== "done") throw new RebuildError("failed", `The rebuild failed: ${status.reason ?? "the service started anew"}`);
  onProgress(status);
  return status;
}

async function ask(address: string, request: RequestInit, silence: "no_answer" | "failed"): Promise<RebuildStatus> {
  let response: Response;
  try {
    response = await fetch(address, { ...request, signal: AbortSignal.timeout(responseTimeoutMs) });
  } catch (cause) {
    throw new RebuildError(silence, `No service answers at ${address}.`, { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  const status = rebuildStatusSchema.safeParse(body);
  if (response.ok && status.success) return status.data;
  const hint =
    response.status === 404 ? " Of services that are processes of their own the aggregator does it: name its address with --url." : "";
  throw new RebuildError("failed", `What answers at ${address} starts no rebuild: ${response.status}${faultsOf(body)}${hint}`);
}

function faultsOf(body: unknown): string {
  const { errors } = (body ?? {}) as { errors?: readonly { rule?: unknown; message?: unknown }[] };
  return Array.isArray(errors) ? errors.map(({ rule, message }) => `, ${String(rule)} ${String(message)}`).join("") : "";
}
