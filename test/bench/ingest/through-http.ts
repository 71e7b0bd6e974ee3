/** Sends events to an ingest endpoint in a process of its own, and measures what that takes. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { sampleEvent } from "../../../services/ingest/src/http/running-endpoint.ts";

export const endpointProgram = join(import.meta.dirname, "..", "..", "..", "services", "ingest", "src", "http", "endpoint-process.ts");

type Form = "application/cloudevents+json" | "application/cloudevents-batch+json" | "application/x-ndjson";
export const batches = "application/cloudevents-batch+json";

/** How events are sent, and to what. */
export interface Load {
  readonly form: Form;
  readonly callers: number;
  /** Events of a request; absent: a caller sends its part in one. */
  readonly batch?: number;
  /** Words for the process of the endpoint. */
  readonly words?: readonly string[];
  readonly search?: string;
}

/** Processor time since the process began, in microseconds. */
export interface ProcessorTime {
  /** Of the thread that serves callers. */
  readonly eventLoop: number;
  /** Of all threads of the process. */
  readonly process: number;
}

/** An endpoint that listens, with events that are sent to it again and again. */
export interface LoadedEndpoint {
  readonly sendAll: () => Promise<void>;
  readonly used: () => Promise<ProcessorTime>;
  readonly close: () => Promise<void>;
}

export const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify(sampleEvent(index, { comment: "x".repeat(28) })));

function bodyOf(lines: readonly string[], form: Form): Buffer {
  return Buffer.from(form === batches ? `[${lines.join(",")}]` : lines.join("\n"));
}

async function send(port: number, agent: Agent, { body, form, search = "" }: { body: Buffer; form: Form; search?: string }): Promise<void> {
  const headers = { "content-type": form, "content-length": body.length };
  const outgoing = request({ port, agent, method: "POST", path: `/v1/events${search}`, headers }).end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let start = "";
  for await (const chunk of incoming.setEncoding("latin1")) start ||= String(chunk);
  if (![200, 202].includes(incoming.statusCode ?? 0) || /"(rejected|retry)":[1-9]/.test(start)) {
    throw new Error(`not everything was accepted: ${start.slice(0, 300)}`);
  }
}

/** Runs the program, which has taken all events once when this resolves. */
export async function loadEndpoint(
  program: string,
  lines: readonly string[],
  { form, callers, batch, words = [], search }: Load,
): Promise<LoadedEndpoint> {
  const child = fork(program, [...words]);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const perCaller = Math.ceil(lines.length / callers);
  const bodies = Array.from({ length: callers }, (_, caller) => {
    const own = lines.slice(caller * perCaller, (caller + 1) * perCaller);
    const size = batch ?? perCaller;
    return Array.from({ length: Math.ceil(own.length / size) }, (_, place) => bodyOf(own.slice(place * size, (place + 1) * size), form));
  });
  const sendAll = async () => {
    await Promise.all(
      bodies.map(async (own) => {
        for (const body of own) await send(port, agent, { body, form, ...(search === undefined ? {} : { search }) });
      }),
    );
  };
  await sendAll();
  return {
    sendAll,
    async used() {
      const told = once(child, "message");
      child.send("memory");
      const [{ cpu, loopCpu }] = (await told) as [{ readonly cpu: NodeJS.CpuUsage; readonly loopCpu: NodeJS.CpuUsage }];
      return { eventLoop: loopCpu.user + loopCpu.system, process: cpu.user + cpu.system };
    },
    async close() {
      agent.destroy();
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** Events a second, once the process has taken as many before. */
export async function eventsPerSecond(program: string, lines: readonly string[], load: Load): Promise<number> {
  const { sendAll, close } = await loadEndpoint(program, lines, load);
  const startedMs = performance.now();
  await sendAll();
  const seconds = (performance.now() - startedMs) / 1000;
  await close();
  return lines.length / seconds;
}
