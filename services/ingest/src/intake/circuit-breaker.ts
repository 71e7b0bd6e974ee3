/**
 * A circuit breaker for appends. While the log is unavailable an append waits its whole time before it rejects. That is right while a leader
 * changes, and wrong for all callers of a long outage: they would wait as long, each holding its body in memory. So after an append that waited
 * in vain only one at a time is tried; the others reject at once, and their senders are to send again. The operator gets one line when the log
 * becomes unavailable, with the reason, and one when it is back.
 */
import { EventLogError } from "@qorgau/infra/log/event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Logger } from "@qorgau/infra/process/logger";

export type LogAppender = Pick<EventLog, "append">;

/** A refusal that came sooner is of the moment, such as of a queue that is full: the next append may well have room. */
const waitedInVainMs = 1_000;

/**
 * Gives `append` with a circuit breaker. It opens where a transient error took at least 1000 ms to come. While it is open one append at a time is
 * tried, and the others reject at once with `log_unavailable`. An append that succeeds closes it.
 */
export function createCircuitBreaker(log: LogAppender, logger: Logger): LogAppender {
  let isAway = false;
  let isTrying = false;

  const explainWhere = (away: boolean, reason?: string) => {
    if (away && !isAway) logger.warn({ reason }, "the log takes no events now: senders are told to come again");
    if (!away && isAway) logger.info("the log takes events again");
    isAway = away;
  };

  const attempt: EventLog["append"] = async (records) => {
    const startedMs = performance.now();
    try {
      const appended = await log.append(records);
      explainWhere(false);
      return appended;
    } catch (error) {
      const isRetryable = error instanceof EventLogError && error.retryable;
      if (isRetryable && performance.now() - startedMs >= waitedInVainMs) explainWhere(true, error.message);
      throw error;
    }
  };

  return {
    async append(records) {
      if (!isAway) return attempt(records);
      if (isTrying) throw new EventLogError("log_unavailable", "The log has not answered for a while, and another append is trying it.");
      isTrying = true;
      try {
        return await attempt(records);
      } finally {
        isTrying = false;
      }
    },
  };
}
