/**
 * The life of one claim: validated, filed, recognised, paid, corrected and withdrawn; after each step it is asked what is held of it.
 *
 *   node examples/claim.mts [http://127.0.0.1:8080] [C-2026-0004]          (Node 22.18 or newer; elsewhere npx tsx examples/claim.mts)
 *
 * The second word is the insurer's own number of the claim. Where the service asks who calls: QORGAU_TOKEN is a token of
 * urn:kz:insurer:annuity, which sends and sees its own. Sending again is harmless.
 */
import { setTimeout as delay } from "node:timers/promises";

const [url = "http://127.0.0.1:8080", subject = "C-2026-0004"] = process.argv.slice(2);
const source = "urn:kz:insurer:annuity";
const token = process.env["QORGAU_TOKEN"];
const triesMax = 6;

/** A fault: the permanent id of its rule, where it is (a JSON Pointer), and how to mend it. */
interface Fault {
  readonly rule: string;
  readonly pointer: string;
  readonly message: string;
}

/** 202: the log has the statement for good. `warnings` tell what is odd about it or was dropped. */
interface Acknowledgement {
  readonly status: "accepted";
  /** Where the log has it; absent where it was only validated. */
  readonly position?: string;
  readonly warnings?: readonly Fault[];
}

/** Every refusal: RFC 9457 (application/problem+json). */
interface Problem {
  readonly title: string;
  readonly errors: readonly Fault[];
}

/** GET, or POST of a statement. What is not taken now (503, or 429) is sent again: the same statement twice changes no number. */
async function call(path: string, statement?: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const post = { method: "POST", headers: { ...authorization, "content-type": "application/cloudevents+json" } };
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(
      url + path,
      statement === undefined ? { headers: authorization } : { ...post, body: JSON.stringify(statement) },
    );
    const body: unknown = await response.json();
    if (![429, 503].includes(response.status) || tries === triesMax) return { status: response.status, body };
    await delay(1000 * Number(response.headers.get("retry-after") ?? 1));
  }
}

/** What was answered, where it is not a refusal. */
async function ask(path: string, statement?: object): Promise<unknown> {
  const { status, body } = await call(path, statement);
  if (status < 300) return body;
  throw new Error((body as Problem).errors.map(({ rule, pointer, message }) => `${rule} ${pointer}: ${message}`).join("\n"));
}

/** What is known of the victim. The IIN is replaced by a pseudonym before anything is stored. */
const victim = {
  occurredAt: "2026-02-03T07:40:00+05:00",
  kind: "accident",
  severity: "severe",
  employer: { bin: "200140000004" },
  worker: { iin: "850808310738" },
  region: "KZ-35",
  sector: "05.10.1",
};

/** Every statement tells all that is known of the claim by now. The highest revision stands, in whatever order they come. */
const statement = (verb: "reported" | "changed" | "corrected" | "withdrawn", revision: number, data: object) => ({
  specversion: "1.0",
  id: `${subject}/${revision}`,
  source,
  type: `kz.qorgau.claim.${verb}.v1`,
  subject,
  revision,
  time: new Date().toISOString(),
  data,
});

const recognised = { status: "recognised", capacityLossPercent: 40, actNumber: "N1-2026-0017", decidedOn: "2026-03-10" };
const filed = statement("reported", 1, { ...victim, claim: { status: "filed" } });
const steps = {
  filed,
  recognised: statement("changed", 2, { ...victim, claim: recognised }),
  paid: statement("changed", 3, { ...victim, claim: { ...recognised, status: "paid", paidKzt: 1_250_000 } }),
  // The sum was wrong.
  corrected: statement("corrected", 4, { ...victim, claim: { ...recognised, status: "paid", paidKzt: 1_205_000 } }),
  withdrawn: statement("withdrawn", 5, { reason: "filed a second time under another number" }),
};

const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

// Judged as if it were sent, and stored nowhere: first with a mistake, whose refusal says where it is, then as it should be.
process.stdout.write("== validate\n");
print((await call("/v1/events:validate", { ...filed, data: { ...victim, claim: { status: "lost" } } })).body);
print(await ask("/v1/events:validate", filed));

for (const [name, step] of Object.entries(steps)) {
  process.stdout.write(`== ${name}\n`);
  const { position = "", ...acknowledgement } = (await ask("/v1/events", step)) as Acknowledgement;
  print({ position, ...acknowledgement });
  // An answer that names the position as atLeast includes the statement.
  print(await ask(`/v1/claims?${query({ source, by: "status", atLeast: position })}`));
  print(await ask(`/v1/records?${query({ source, subject, atLeast: position })}`));
}
