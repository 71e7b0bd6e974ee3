/** The Kafka door of a list of reporters that changes: when other topics are to be listened to, it is closed and opened anew. */
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { growingPauses } from "@qorgau/infra/process/retry";
import { startKafkaDoor } from "./kafka-door.ts";
import type { KafkaDoor, KafkaDoorOptions } from "./kafka-door.ts";

const pauseLimits = { firstMs: 4000, maxMs: 8000 };

export interface ChangingKafkaDoor extends KafkaDoor {
  /** Listens to the topics of this list from soon on. */
  changeTo(reporters: Reporters): void;
}

/** Rejects as `startKafkaDoor` does for the first list; a later one whose topics cannot be listened to now is tried again, with a line. */
export async function startChangingKafkaDoor(options: KafkaDoorOptions): Promise<ChangingKafkaDoor> {
  const { logger } = options;
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => {});
  const stopping = new AbortController();
  let wanted = options.reporters;
  let listened = topicsOf(wanted);
  let door = await startKafkaDoor(options);
  let changing: Promise<void> | null = null;
  const heed = (opened: KafkaDoor | null) => void opened?.failed.catch((error: unknown) => failing.reject(error));
  heed(door);

  const pauses = growingPauses(pauseLimits);
  const change = async () => {
    while (topicsOf(wanted) !== listened && !stopping.signal.aborted) {
      const reporters = wanted;
      await door?.stop();
      door = null;
      try {
        door = await startKafkaDoor({ ...options, reporters });
        listened = topicsOf(reporters);
        heed(door);
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
      await door?.stop();
    },
  };
}

function topicsOf(reporters: Reporters): string {
  const pairs = [...reporters.values()].flatMap(({ source, topic }) => (topic === undefined ? [] : [`${topic} ${source}`]));
  return JSON.stringify(pairs.toSorted());
}
