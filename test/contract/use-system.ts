/** One system for the tests of a file, or a new one for each, with its store and its log in a folder of their own and a clock that the tests set. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { judge } from "@qorgau/ingest/domain/acceptance";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem, SystemOptions } from "./in-process-system.ts";

interface UseSystemOptions extends Partial<Omit<SystemOptions, "opened" | "logDirectory" | "clock">> {
  /** RFC 3339. */
  readonly startsAt: string;
  /** What one system is for. A file unless told. */
  readonly per?: "file" | "test";
}

interface ReportOptions {
  /** What the clock is set to before; RFC 3339. */
  readonly at?: string;
  /** The list of reporters to judge by; none unless told. */
  readonly reporters?: Reporters | null;
}

/** `opened` and `system` are those of the test that runs, or of the file. */
export interface UsedSystem {
  /** The clock's, in milliseconds. */
  nowMs: number;
  readonly opened: OpenedStore;
  readonly system: InProcessSystem;
  /** Judges events as the ingest endpoint does, none of which may be refused; resolves once their statements are published. */
  report(events: readonly object[], options?: ReportOptions): Promise<void>;
  /** The body of what is responded with 200. */
  bodyOf(url: string): Promise<string>;
  /** Ends the system, and starts it on its log and an empty store; resolves once all is published. */
  startOnEmptyStore(): Promise<void>;
}

/** Registers the hooks that start and end the system: called once, at the top of a test file. */
export function useSystem({ startsAt, per = "file", partitions = 3, ...options }: UseSystemOptions): UsedSystem {
  let directory: string;
  let opened: OpenedStore;
  let system: InProcessSystem;
  let stores = 0;
  async function start(): Promise<void> {
    stores += 1;
    opened = await openStore({ url: `chdb:${join(directory, `store-${stores}`)}`, logger: createLogger({ level: "silent" }) });
    await migrate(opened.store);
    system = await startInProcess({ ...options, opened, logDirectory: join(directory, "log"), partitions, clock: () => used.nowMs });
  }
  async function stop(): Promise<void> {
    await system?.close();
    await opened?.close();
  }
  const [before, after] = per === "file" ? [beforeAll, afterAll] : [beforeEach, afterEach];
  before(async () => {
    used.nowMs = Date.parse(startsAt);
    directory = await mkdtemp(join(tmpdir(), "qorgau-system-"));
    await start();
  });
  after(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });
  const used: UsedSystem = {
    nowMs: Date.parse(startsAt),
    get opened() {
      return opened;
    },
    get system() {
      return system;
    },
    async report(events, { at, reporters = null } = {}) {
      if (at !== undefined) used.nowMs = Date.parse(at);
      // As they come in: a member that is undefined is none.
      const sent = events.map((event) => JSON.parse(JSON.stringify(event)) as unknown);
      const verdicts = sent.map((event) => judge(event, { nowMs: used.nowMs, keyId: "0a1b2c3d", pseudonymise: () => "", reporters }));
      expect(verdicts.flatMap((verdict) => (verdict.accepted ? [] : [verdict.errors]))).toEqual([]);
      await system.append(verdicts.flatMap((verdict) => (verdict.accepted ? [verdict.statement] : [])));
      await system.caughtUp();
    },
    async bodyOf(url) {
      const { statusCode, body } = await system.ask(url);
      expect(statusCode, body).toBe(200);
      return body;
    },
    async startOnEmptyStore() {
      await stop();
      await start();
      await system.caughtUp();
    },
  };
  return used;
}
