/**
 * A client of Qorgau for Node 20 or newer and for browsers, without dependencies. Its types are made of the server's OpenAPI document when it is
 * packed (`npm run sdk`), so that it knows the events and figures of the version that it was packed from.
 */
import type { components, paths } from "./openapi.js";

type Schemas = components["schemas"];
type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never;

/** A statement: the full state of one record as its reporter knows it now. */
export type Statement = Schemas["InboundEvent"];
export type Accepted = Schemas["Accepted"];
export type BatchResult = Schemas["BatchResult"];
export type Fault = Schemas["Fault"];
export type Rates = Schemas["RatesAnswer"];
export type RatesQuery = QueryOf<"/v1/rates">;
export type LiveQuery = QueryOf<"/v1/live">;

/** An event of `/v1/live`. A change is applied to the answer before it as the OpenAPI document says. */
export type LiveEvent =
  | { readonly event: "snapshot"; readonly id: string; readonly data: Rates }
  | { readonly event: "change"; readonly id: string; readonly data: Schemas["RatesChange"] }
  | { readonly event: "behind"; readonly data: Schemas["LiveBehind"] };

/** A refusal (RFC 9457): every fault with the permanent id of its rule, where it is, and how to mend it. */
export class Refused extends Error {
  readonly status: number;
  readonly errors: readonly Fault[];
  constructor(status: number, title: string, errors: readonly Fault[]) {
    super(`${title}: ${errors.map(({ rule, pointer, message }) => `${rule} ${pointer}: ${message}`).join(" ")}`);
    this.name = "Refused";
    this.status = status;
    this.errors = errors;
  }
}

export interface ClientOptions {
  /** Where the service listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Shown as `Authorization: Bearer`; absent where nobody is asked who they are. */
  readonly token?: string;
  /** How often a request is tried while the service does not take it: refused for now (429, 503), or not answered to the end (default 8). */
  readonly triesMax?: number;
  /** The first pause between tries, in milliseconds (default 500). It doubles up to 30 s, half of it by chance; a longer `Retry-After` is kept, up to 300 s. */
  readonly pauseMs?: number;
  /** Of messages: Kazakh, Russian or English. */
  readonly language?: "kk" | "ru" | "en";
}

export interface SendManyOptions {
  /** Statements of one request (default 1000). */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

const pauseMsMax = 30_000;
/** What the service itself says is waited for, within reason. */
const retryAfterMsMax = 300_000;
const isForNow = (status: number) => status === 429 || status === 503;

export class QorgauClient {
  readonly #options: Required<Pick<ClientOptions, "triesMax" | "pauseMs">> & ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = { triesMax: 8, pauseMs: 500, ...options, url: options.url.replace(/\/+$/, "") };
  }

  /** Resolves once the log has it for good. Rejects with `Refused` where it is not taken. */
  async send(statement: Statement, signal?: AbortSignal): Promise<Accepted> {
    return (await this.#json("/v1/events", { body: statement, signal })) as Accepted;
  }

  /** Judges a statement as if it were sent; nothing is stored. Rejects with `Refused` where it would not be taken. */
  async validate(statement: Statement, signal?: AbortSignal): Promise<Accepted> {
    return (await this.#json("/v1/events:validate", { body: statement, signal })) as Accepted;
  }

  /**
   * Sends any number of statements in batches, and gives what became of each, with its `index` from 0: accepted or rejected, in no certain order. What
   * the log did not take yet (`retry`) is sent again with growing pauses; repeating is harmless. Rejects with `Refused` where in `triesMax` answers in a row
   * nothing of a batch is taken.
   */
  async *sendMany(
    statements: Iterable<Statement> | AsyncIterable<Statement>,
    { batchSize = 1000, signal }: SendManyOptions = {},
  ): AsyncGenerator<BatchResult> {
    let batch: Statement[] = [];
    let first = 0;
    for await (const statement of statements) {
      batch.push(statement);
      if (batch.length < batchSize) continue;
      yield* this.#sendBatch(batch, first, signal);
      first += batch.length;
      batch = [];
    }
    if (batch.length > 0) yield* this.#sendBatch(batch, first, signal);
  }

  async *#sendBatch(batch: readonly Statement[], first: number, signal: AbortSignal | undefined): AsyncGenerator<BatchResult> {
    let open = batch.map((_, index) => index);
    // Answers in a row that judged nothing.
    let fruitless = 0;
    while (open.length > 0) {
      const body = open.map((index) => batch[index]);
      const { results } = (await this.#json("/v1/events", { body, signal })) as Schemas["BatchAnswer"];
      const again: number[] = [];
      for (const result of results) {
        const index = open[result.index] ?? 0;
        if (result.status === "retry") again.push(index);
        else yield { ...result, index: first + index };
      }
      fruitless = again.length < open.length ? 0 : fruitless + 1;
      if (fruitless === this.#options.triesMax) throw new Refused(503, "Not taken", []);
      if (again.length > 0) await this.#pause(Math.max(1, fruitless), null, signal);
      open = again;
    }
  }

  /** Counts and rates of one cut of the log. A position of an acknowledgement as `atLeast` makes the answer include it. */
  async rates(query: RatesQuery = {}, signal?: AbortSignal): Promise<Rates> {
    return (await this.#json(`/v1/rates${searchOf(query)}`, { signal })) as Rates;
  }

  /**
   * The same as it changes: a snapshot first, then what changes. Where the connection breaks it goes on after the last event. Ends by the signal, or
   * when the caller leaves the loop; rejects with `Refused` where the question is refused, or nobody answers in so many tries.
   */
  async *live(query: LiveQuery = {}, signal?: AbortSignal): AsyncGenerator<LiveEvent> {
    const isOver = () => signal?.aborted === true;
    let last: string | undefined;
    while (!isOver()) {
      const headers: Record<string, string> = { accept: "text/event-stream", ...(last === undefined ? {} : { "last-event-id": last }) };
      const opened = async (answer: Response) => answer;
      const response = await this.#tried(`/v1/live${searchOf(query)}`, { headers, signal }, opened).catch((error: unknown) => {
        if (isOver()) return null;
        throw error;
      });
      if (response === null) return;
      try {
        for await (const { event, id, data } of eventsOf(response)) {
          if (id !== undefined) last = id;
          yield { event, ...(event === "behind" ? {} : { id: last ?? "" }), data: JSON.parse(data) as unknown } as LiveEvent;
        }
      } catch {
        // A stream that breaks is begun again; what the caller throws in its loop does not come here.
      }
      if (!isOver()) await this.#pause(1, null, signal);
    }
  }

  #json(path: string, request: SentRequest): Promise<unknown> {
    return this.#tried(path, request, (response) => response.json());
  }

  /** A connection that breaks within an answer is a try like one without an answer. */
  async #tried<Read>(path: string, request: SentRequest, read: (response: Response) => Promise<Read>): Promise<Read> {
    const { url, triesMax } = this.#options;
    const init = this.#initOf(request);
    for (let tries = 1; ; tries += 1) {
      let retryAfter: string | null = null;
      try {
        const response = await fetch(url + path, init);
        if (response.ok) return await read(response);
        const refusal = await refusalOf(response);
        if (!isForNow(response.status) || tries === triesMax) throw refusal;
        retryAfter = response.headers.get("retry-after");
      } catch (error) {
        if (error instanceof Refused || tries === triesMax || request.signal?.aborted === true) throw error;
      }
      await this.#pause(tries, retryAfter, request.signal);
    }
  }

  #initOf({ body, headers = {}, signal }: SentRequest): RequestInit {
    const { token, language } = this.#options;
    const type = Array.isArray(body) ? "application/cloudevents-batch+json" : "application/cloudevents+json";
    return {
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(language === undefined ? {} : { "accept-language": language }),
        ...(body === undefined ? {} : { "content-type": type }),
        ...headers,
      },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  /** Half of it by chance, so that those who were refused together do not come back together. */
  async #pause(tries: number, retryAfter: string | null, signal: AbortSignal | undefined): Promise<void> {
    const growing = Math.min(pauseMsMax, this.#options.pauseMs * 2 ** (tries - 1));
    const ms = Math.max(growing * (0.5 + Math.random() / 2), Math.min(retryAfterMsMax, retryAfterMs(retryAfter)));
    const { promise, resolve } = withResolvers();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", resolve);
    await promise;
    signal?.removeEventListener("abort", resolve);
    clearTimeout(timer);
  }
}

/** Milliseconds from now on of a `Retry-After`, seconds or a date (RFC 9110, 10.2.3, in all its three forms); 0 where it is neither. */
function retryAfterMs(header: string | null): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return 1000 * Number(text);
  // A date begins with its day and is of GMT, which the form of asctime does not say.
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return 0;
  return Math.max(0, Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`) - Date.now()) || 0;
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((given) => (resolve = given));
  return { promise, resolve };
}

interface SentRequest {
  readonly body?: Statement | readonly (Statement | undefined)[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

async function refusalOf(response: Response): Promise<Refused> {
  const text = await response.text();
  try {
    const { title, errors } = JSON.parse(text) as Schemas["Problem"];
    return new Refused(response.status, title, errors);
  } catch {
    return new Refused(response.status, text.slice(0, 200), []);
  }
}

/** Lists are joined by commas. */
function searchOf(query: object): string {
  const pairs = Object.entries(query as Record<string, unknown>).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

interface ServerSentEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The events of a stream (HTML, section 9.2). Leaving the loop ends the connection. */
async function* eventsOf(response: Response): AsyncGenerator<ServerSentEvent> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = block.split("\n").map((line) => /^([^:]+): ?(.*)$/.exec(line));
        const of = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ""] : []));
        const data = of("data");
        if (data.length > 0) yield { event: of("event").at(-1) ?? "message", id: of("id").at(-1), data: data.join("\n") };
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
