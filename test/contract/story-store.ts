/** A store of a test file's own, empty before each test, and the pipeline that stories are told to on it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { seededRandom } from "../generators/random.ts";
import { askAgain, askLive, askPast, createAsking } from "./story-responses.ts";
import type { GivenResponse } from "./story-responses.ts";
import { loggedStatements, report, withLog } from "./stream-story.ts";
import type { Sabotage, Story } from "./stream-story.ts";

interface StoryOutcome {
  /** On the way, at the end, and as of earlier cuts. */
  readonly responded: readonly GivenResponse[];
  /** Answers given a second time, as of the watermark of the first. */
  readonly again: readonly { readonly before: string; readonly after: string }[];
  /** The whole log at the end. */
  readonly log: readonly LoggedStatement[];
}

export interface StoryStore {
  /** Valid within a test. */
  store(): Store;
  /** Tells one story to an empty store, through a pipeline with a fault where one is given. */
  responsesTo(story: Story, sabotage?: Sabotage): Promise<StoryOutcome>;
}

/** Registers the hooks that open, empty and close the store: called once, at the top of a test file. */
export function useStoryStore(): StoryStore {
  let directory: string;
  let opened: OpenedStore;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "qorgau-truth-"));
    opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  });
  beforeEach(async () => {
    for (const table of ["links_of_journal", "links", "journal", "published", "migrations"])
      await opened.store.command(`DROP TABLE IF EXISTS ${table}`);
    await migrate(opened.store);
  });
  afterAll(async () => {
    await opened?.close();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    store: () => opened.store,
    responsesTo: (story, sabotage = {}) => responsesTo({ opened, directory }, story, sabotage),
  };
}

interface Place {
  readonly opened: OpenedStore;
  readonly directory: string;
}

async function responsesTo(
  { opened, directory }: Place,
  story: Story,
  { log: changeLog, store: changeStore }: Sabotage,
): Promise<StoryOutcome> {
  for (const table of ["journal", "links", "published"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
  const store = changeStore?.(opened.store) ?? opened.store;
  return withLog(directory, story.seed, async ({ log, settle }) => {
    const asking = createAsking(store, log, seededRandom(story.seed));
    const responded: GivenResponse[] = [];
    let lives = 0;
    await report(story, { log: changeLog?.(log) ?? log, settle, store }, async () => {
      lives += 1;
      responded.push(...(await askLive(asking, lives === story.lives.length)));
    });
    const reported = await loggedStatements(log);
    const again = await askAgain(asking, responded);
    const past = await askPast(asking, await log.end(), reported);
    return { responded: [...responded, ...past], again, log: reported };
  });
}
