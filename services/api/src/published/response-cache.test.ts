import { expect, test } from "vitest";
import { createResponseCache } from "./response-cache.ts";

/** A store whose version is set by hand, and which counts its reads. */
function storedOf(bytesMax = 100) {
  const store = { version: "one" as string | null, versionsRead: 0, made: 0 };
  const stored = createResponseCache<string>({
    bytesMax,
    readVersion: async () => {
      store.versionsRead += 1;
      return store.version;
    },
  });
  const make = (requestParameters: string, bytes: number) => async () => {
    store.made += 1;
    return { response: `${requestParameters} of ${store.version}`, version: store.version, bytes };
  };
  const ask = (requestParameters: string, bytes = 10) => stored.get(requestParameters, make(requestParameters, bytes));
  const renew = (requestParameters: string) => stored.renew(requestParameters, make(requestParameters, 10));
  return { store, ask, renew };
}

test("a question is worked out once for each version, and a new one costs no look at the version", async () => {
  const { store, ask } = storedOf();
  expect(await ask("a")).toBe("a of one");
  expect(store).toMatchObject({ versionsRead: 0, made: 1 });
  expect(await ask("a")).toBe("a of one");
  expect(store).toMatchObject({ versionsRead: 1, made: 1 });
  store.version = "two";
  expect([await ask("a"), await ask("a")]).toEqual(["a of two", "a of two"]);
  expect(store.made).toBe(2);
});

test("who knows that something was published has it made without a look, and the next one who asks has it too", async () => {
  const { store, ask, renew } = storedOf();
  await ask("a");
  store.version = "two";
  expect(await renew("a")).toEqual({ response: "a of two", version: "two", bytes: 10 });
  expect(store).toMatchObject({ versionsRead: 0, made: 2 });
  expect(await ask("a")).toBe("a of two");
  expect(store.made).toBe(2);
});

test("what was read before anything was published is not kept", async () => {
  const { store, ask } = storedOf();
  store.version = null;
  await ask("a");
  await ask("a");
  expect(store).toMatchObject({ versionsRead: 0, made: 2 });
});

test("no more is kept than the bound allows, and what was used longest ago goes first", async () => {
  const { store, ask } = storedOf(30);
  for (const requestParameters of ["a", "b", "c", "a", "d"]) await ask(requestParameters);
  expect(store.made).toBe(4);
  await ask("a");
  expect(store.made).toBe(4);
  await ask("b");
  expect(store.made).toBe(5);
  await ask("wide", 31);
  await ask("wide", 31);
  expect(store.made).toBe(7);
});
