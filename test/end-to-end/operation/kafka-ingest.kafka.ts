/** The Kafka ingest endpoint as a process on a real broker: killed at any instant, and mended by an operator with `npm run dead-letters`. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { openKafka } from "@qorgau/infra/kafka/open-kafka";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import { acksTopic, deadLettersTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import { createLogger } from "@qorgau/infra/process/logger";
import type { KafkaAcknowledgement } from "@qorgau/schemas/events/kafka-messages";
import { rules } from "@qorgau/schemas/rules/rules";
import type { Statement } from "@qorgau/schemas/events/statement";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { seededRandom } from "../../generators/random.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const source = "urn:kz:bin:200140000004";
const topic = "mine";
const root = join(import.meta.dirname, "..", "..", "..");
const logger = createLogger({ level: "silent" });

let broker: Broker;
let directory: string;
let settings: Record<string, string>;
let ingest: QorgauProcess | null = null;
beforeEach(async () => {
  broker = await startBroker();
  directory = await temporaryDirectory();
  settings = {
    QORGAU_LOG: broker.url,
    QORGAU_PSEUDONYM_KEY_FILE: join(directory, "key"),
    QORGAU_REPORTERS_FILE: join(directory, "reporters.json"),
  };
  await writeFile(settings["QORGAU_PSEUDONYM_KEY_FILE"]!, randomBytes(32).toString("hex"), { mode: 0o600 });
  await list(source);
});
afterEach(async () => {
  await ingest?.kill();
  await removeDirectory(directory);
  await broker.remove();
});

const list = (listed: string) =>
  writeFile(join(directory, "reporters.json"), JSON.stringify([{ source: listed, role: "enterprise", name: "A mine", topic }]));
const startIngest = async () => (ingest = await startQorgau(directory, settings, ["services/ingest/src/main.ts"]));
const deadLetters = (...words: string[]) => runCommand(["services/ingest/src/kafka/dead-letters/dead-letters.ts", ...words], settings);

function event(number: number, more: object = {}) {
  return JSON.stringify({
    specversion: "1.0",
    id: `e-${number}`,
    source,
    type: "kz.qorgau.case.reported.v1",
    subject: `N-${number}`,
    revision: 1,
    data: {
      occurredAt: "2026-02-03",
      kind: "accident",
      severity: "light",
      employer: { bin: "200140000004" },
      worker: { iin: "850808310738" },
      ...more,
    },
  });
}

/** What stands on the topics, and a way to write to the inbound one. */
function reporter() {
  const kafka = openKafka({ brokers: broker.bootstrap.split(","), clientId: "reporter", logger });
  const producer = kafka.producer();
  const reading = readingOf(kafka.connection);
  const valuesOf = async (name: string) => {
    const values: unknown[] = [];
    for await (const { value } of reading.records(name)) values.push(JSON.parse(String(value)));
    return values;
  };
  return {
    send: (values: readonly string[], headersOf: (index: number) => Record<string, string> = () => ({})) =>
      producer.send(
        values.map((value, index) => ({
          topic: inboundTopic(topic),
          partition: index % 4,
          key: null,
          value,
          headers: headersOf(index),
        })),
      ),
    acknowledgements: async () => (await valuesOf(acksTopic(topic))) as KafkaAcknowledgement[],
    deadLetters: () => valuesOf(deadLettersTopic),
    /** Resolves once so many messages have an acknowledgement. */
    async acknowledged(count: number) {
      for (;;) {
        const reported = await this.acknowledgements();
        if (new Set(reported.map(({ origin }) => `${origin.partition}:${origin.offset}`)).size >= count) return reported;
        await delay(100);
      }
    },
    async [Symbol.asyncDispose]() {
      reading.close();
      await producer.close();
      await kafka.close();
    },
  };
}

async function statementsInLog(): Promise<Statement[]> {
  const log = await openEventLog(broker.url, { logger });
  const records = await readToEnd(log);
  await log.close();
  return records.map(({ value }) => JSON.parse(value) as Statement);
}
const subjectsInLog = async () => (await statementsInLog()).map(({ subject }) => subject);

test("after a mend of the list of reporters, replay gets the dead letters in", async () => {
  await list("urn:kz:bin:200140000012");
  await startIngest();
  await using at = reporter();
  await at.send([event(1), event(2), event(3), "not an event 850808310738"]);
  await at.acknowledged(4);
  expect(await subjectsInLog()).toEqual([]);

  const listed = await deadLetters("list");
  expect(listed.code, listed.stderr).toBe(0);
  expect(listed.stdout.match(/^qorgau\.inbound\.mine\.v1\/\d\/0 .*QG-0854 \/source$/gm)).toHaveLength(3);
  expect(listed.stdout).toContain("4 dead letters; 0 more were replayed.");
  expect((await deadLetters("list", "--rule", "QG-0101", "--json")).stdout.trim().split("\n")).toHaveLength(1);
  expect((await deadLetters("show", `${inboundTopic(topic)}/1/0`)).stdout).toMatch(/N-2[^]*qg1:/);
  expect((await deadLetters("show", `${inboundTopic(topic)}/1/7`)).code).toBe(4);

  // Without the mend it changes nothing.
  expect(await deadLetters("replay")).toMatchObject({ code: 1, stdout: expect.stringContaining("0 accepted, 4 still rejected") as string });
  await list(source);
  const dry = await deadLetters("replay", "--dry-run", "--rule", "QG-0854");
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("3 would be accepted") as string });
  expect(await subjectsInLog()).toEqual([]);
  const replayed = await deadLetters("replay");
  expect(replayed).toMatchObject({ code: 1, stdout: expect.stringContaining("3 accepted, 1 still rejected, 0 gone") as string });

  expect(new Set(await subjectsInLog())).toEqual(new Set(["N-1", "N-2", "N-3"]));
  const reported = (await at.acknowledgements()).filter(({ status }) => status === "accepted");
  expect(new Set(reported.map(({ id }) => id))).toEqual(new Set(["e-1", "e-2", "e-3"]));
  const again = await deadLetters("replay");
  expect(again.stdout).toContain("0 accepted, 1 still rejected");
  expect(await subjectsInLog()).toHaveLength(3);
  expect((await deadLetters("list", "--all")).stdout.match(/replayed to \d:\d/g)).toHaveLength(3);
  expect([listed, dry, replayed, again].map(({ stdout, stderr }) => stdout + stderr).join() + ingest!.output()).not.toContain(
    "850808310738",
  );
});

test("a replay tells each reporter in the language that the message asked for, as the first time", async () => {
  const languages = ["kk", "ru", "en", undefined] as const;
  const headersOf = (index: number): Record<string, string> => {
    const language = languages[index];
    return language === undefined ? {} : { "accept-language": language };
  };
  const textsOf = (rule: "QG-0854" | "QG-0290") => languages.map((language) => rules[rule].message[language ?? "en"]);
  await list("urn:kz:bin:200140000012");
  await startIngest();
  await using at = reporter();
  await at.send(
    languages.map((_, index) => event(index, { unheardOf: 1 })),
    headersOf,
  );
  const inOrder = (reported: readonly KafkaAcknowledgement[]) => reported.toSorted((a, b) => a.origin.partition - b.origin.partition);
  const refused = inOrder(await at.acknowledged(languages.length));
  expect(refused.map(({ errors }) => errors?.[0]?.message)).toEqual(textsOf("QG-0854"));
  expect((await deadLetters("show", `${inboundTopic(topic)}/1/0`)).stdout).toContain(rules["QG-0854"].message.ru);
  // What an operator reads of a replay is in the language of the command.
  const still = await deadLetters("replay", `${inboundTopic(topic)}/0/0`);
  expect([still.code, still.stdout]).toEqual([1, expect.stringContaining("still rejected") as string]);

  await list(source);
  expect(await deadLetters("replay")).toMatchObject({ code: 0, stdout: expect.stringContaining("4 accepted") as string });
  const accepted = inOrder((await at.acknowledgements()).filter(({ status }) => status === "accepted"));
  expect(accepted.map(({ warnings }) => warnings?.[0]?.message)).toEqual(textsOf("QG-0290"));
});

test("an original that its topic does not hold any more is said to be gone", async () => {
  await list("urn:kz:bin:200140000012");
  await startIngest();
  await using at = reporter();
  await at.send([event(1)]);
  await at.acknowledged(1);
  await ingest!.stop();
  const kafka = openKafka({ brokers: broker.bootstrap.split(","), clientId: "operator", logger });
  await kafka.admin.deleteTopic(inboundTopic(topic));
  await list(source);
  await startIngest();
  expect((await deadLetters("replay")).stdout).toMatch(/gone: .*\n0 accepted, 0 still rejected, 1 gone/);
  await kafka.close();
});

test("killed with -9 while messages come in: none lost, nothing but repetitions twice, every poison a letter", async () => {
  const kills = 4;
  const random = seededRandom(20_261_122);
  await startIngest();
  await using at = reporter();
  let sent = 0;
  const over = new AbortController();
  const sending = (async () => {
    for (; !over.signal.aborted; sent += 20) {
      await at.send(Array.from({ length: 20 }, (_, index) => (index === 19 ? "poison" : event(sent + index))));
      await delay(100);
    }
  })();
  for (let kill = 0; kill < kills; kill += 1) {
    const before = (await at.acknowledgements()).length;
    while ((await at.acknowledgements()).length === before) await delay(50);
    await delay(random() * 200);
    await ingest!.kill();
    await startIngest();
  }
  over.abort();
  await sending;
  await at.acknowledged(sent);
  const statements = await statementsInLog();
  const distinct = new Set(statements.map(({ subject, revision, content }) => `${subject} ${revision} ${content}`));
  expect(distinct.size).toBe((sent / 20) * 19);
  const foundDeadLetters = (await at.deadLetters()) as { origin: { partition: number; offset: number } }[];
  expect(new Set(foundDeadLetters.map(({ origin }) => `${origin.partition}:${origin.offset}`)).size).toBe(sent / 20);
  console.log(
    `${sent} messages, ${statements.length - distinct.size} appended again, ${foundDeadLetters.length - sent / 20} letters written again`,
  );
});

test.each([
  ["examples/publish.sh", []],
  ["examples/publish.js", [process.execPath]],
])("%s publishes and reads its acknowledgements", async (example, runtime) => {
  await startIngest();
  const [program, ...words] = [...runtime, join(root, example), broker.bootstrap, topic];
  const reported = await new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve) => {
    const child = execFile(program, words, { timeout: 60_000 }, (_error, stdout, stderr) => resolve({ stdout, stderr }));
    createReadStream(join(root, "examples/events.ndjson")).pipe(child.stdin!);
  });
  expect(reported.stdout, reported.stderr).not.toBe("");
  const lines = reported.stdout.trim().split("\n");
  const acknowledgements = lines.map((line) => JSON.parse(line) as KafkaAcknowledgement);
  expect(new Set(acknowledgements.map(({ id, status }) => `${id} ${status}`))).toEqual(new Set(["1 accepted", "2 accepted", "3 rejected"]));
  expect(acknowledgements.find(({ id }) => id === "3")?.errors).toMatchObject([{ rule: "QG-0421", pointer: "/data/severity" }]);
});
