/** The Kafka ingest endpoint of a list of reporters that changes: when other topics are to be listened to, it is closed and opened anew. */
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { growingPauses } from "@qorgau/infra/process/retry";
import { startKafkaIngest } from "./kafka-ingest.ts";
import type { KafkaIngest, KafkaIngestOptions } from "./kafka-ingest.ts";

const pauseLimits = { firstMs: 4000, maxMs: 8000 };

export interface ChangingKafkaIngest extends KafkaIngest {
  /** Listens to the topics of this list from soon on. */
  changeTo(reporters: Reporters): void;
}

/**
 * Rejects as `startKafkaIngest` does for the first list. A later list whose topics cannot be listened to now is tried again after 2 to 8 s, with
 * a line in the log of the process.
 */
export async function startChangingKafkaIngest(options: KafkaIngestOptions): Promise<ChangingKafkaIngest> {
  const { logger } = options;
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => {});
  const stopping = new AbortController();
  let wanted = options.reporters;
  let listened = topicsOf(wanted);
  let endpoint = await startKafkaIngest(options);
  let changing: Promise<void> | null = null;
  const heed = (opened: KafkaIngest | null) => void opened?.failed.catch((error: unknown) => failing.reject(error));
  heed(endpoint);

  const pauses = growingPauses(pauseLimits);
  const change = async () => {
    while (topicsOf(wanted) !== listened && !stopping.signal.aborted) {
      const reporters = wanted;
      await endpoint?.stop();
      endpoint = null;
      try {
        endpoint = await startKafkaIngest({ ...options, reporters });
        listened = topicsOf(reporters);
        heed(endpoint);
      } catch (error) {
        logger.error({ reason: (error as Error).message }, "the inbound topics of the changed list cannot be listened to yet: tried again");
        listened = "";
        await pauses.wait(stopping.signal);
      }
    }
  };
  return {
    failed: failing.promise,
    changeTo(reporters) {
      wanted = reporters;
      changing ??= change().finally(() => (changing = null));
    },
    async stop() {
      stopping.abort();
      await changing;
      await endpoint?.stop();
    },
  };
}

function topicsOf(reporters: Reporters): string {
  const pairs = [...reporters.values()].flatMap(({ source, topic }) => (topic === undefined ? [] : [`${topic} ${source}`]));
  return JSON.stringify(pairs.toSorted());
}
