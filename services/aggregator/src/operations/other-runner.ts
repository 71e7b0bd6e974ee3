/**
 * Which other member runs the jobs. Right after a start or a change of the leader nobody does for some seconds, for which the request waits:
 * the leader is about to hold the lease.
 */
import { setTimeout as delay } from "node:timers/promises";
import { fault } from "@qorgau/schemas/rules/rules";
import { ProblemError } from "@qorgau/infra/http/problem";

export interface OtherRunnerOptions {
  /** This member holds the lease. */
  readonly isHeld: () => boolean;
  /** Whether this member or another one is the leader; null while that is not known. */
  readonly isLeader: () => boolean | null;
  /** Who had it last, in words for people; empty where nobody ever had. */
  readonly lastMember: () => Promise<string>;
  readonly waitMsMax?: number;
}

/** A claim waits for what the lease before may still write: less than 14 s. */
const defaultWaitMs = 20_000;
const lookAgainMs = 100;
const retryAfterSeconds = 5;

/**
 * The other member, or null where it is this one. Rejects with `ProblemError` (503, QG-0845) where nobody holds the lease within `waitMsMax`
 * (20,000 by default).
 */
export async function otherRunner({ isHeld, isLeader, lastMember, waitMsMax = defaultWaitMs }: OtherRunnerOptions): Promise<string | null> {
  const untilMs = performance.now() + waitMsMax;
  while (!isHeld()) {
    const member = isLeader() === false ? await lastMember() : "";
    if (member !== "") return member;
    if (performance.now() > untilMs) throw new ProblemError(503, [fault("QG-0845", "")], { retryAfterSeconds });
    await delay(lookAgainMs);
  }
  return null;
}
