import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { retryUntilThere } from "./retry-until-there.ts";

const lines: string[] = [];
const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
const failure = (message: string, retryable: boolean) => Object.assign(new Error(message), { retryable });

test("waits for what may come, and says once what for", async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    if (attempts < 3) throw failure("connection refused", true);
    return "there";
  };
  expect(await retryUntilThere({ what: "the log", signal: new AbortController().signal, logger }, attempt)).toBe("there");
  expect(attempts).toBe(3);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ waitingFor: "the log", reason: "connection refused" });
});

test.each([failure("wrong password", false), new Error("anything else")])(
  "%s is thrown at once: waiting would not mend it",
  async (error) => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return Promise.reject(error);
    };
    await expect(retryUntilThere({ what: "the log", signal: new AbortController().signal, logger }, attempt)).rejects.toBe(error);
    expect(attempts).toBe(1);
  },
);

test("gives up as soon as the service is to stop", async () => {
  const stopping = new AbortController();
  const attempt = () => Promise.reject(failure("connection refused", true));
  const waiting = retryUntilThere({ what: "the log", signal: stopping.signal, logger }, attempt);
  stopping.abort();
  await expect(waiting).rejects.toThrow();
});
