import { expect, test } from "vitest";
import { readSettings, SettingsError, settingsHelp, settingsTable } from "./settings.ts";

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

test("the embedded default needs no setting", () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({ port: 8080, listen: "127.0.0.1", open: false, reportersFile: null, pseudonymKeyMayBeMade: true });
  expect(settings.logUrl).toMatch(/^file:.*[\\/]\.qorgau[\\/]log$/);
  expect(settings.storeUrl).toMatch(/^chdb:.*[\\/]\.qorgau[\\/]store$/);
  expect(Object.isFrozen(settings)).toBe(true);
});

test("all faults are told together", () => {
  expect(faultsOf({ QORGAU_PORT: "eighty", QORGAU_LOG_LEVEL: "loud", QORGAU_STORE: "mysql:x", QORGAU_PROT: "80" })).toHaveLength(4);
});

test.each(["0.0.0.0", "::", "192.168.1.5"])("listening on %s without access control is refused with a message that teaches", (listen) => {
  expect(faultsOf({ QORGAU_LISTEN: listen })).toEqual([expect.stringContaining("QORGAU_OPEN=yes")]);
  expect(readSettings({ QORGAU_LISTEN: listen, QORGAU_OPEN: "yes" }).open).toBe(true);
});

test.each(["127.0.0.1", "127.0.0.2", "::1", "localhost"])("%s is loopback", (listen) => {
  expect(faultsOf({ QORGAU_LISTEN: listen })).toEqual([]);
  expect(readSettings({ QORGAU_LISTEN: listen, QORGAU_OPEN: "yes" }).open).toBe(false);
});

test("requests must name this machine unless callers are asked who they are, or the operator says otherwise", () => {
  expect(readSettings({}).loopbackOnly).toBe(true);
  expect(readSettings({ QORGAU_OPEN: "yes" }).loopbackOnly).toBe(false);
  expect(readSettings({ QORGAU_TOKENS_FILE: "tokens.json" }).loopbackOnly).toBe(false);
});

test("nothing is open to all without tokens and a key, or where nobody is asked who they are", () => {
  const [tokens, key] = [{ QORGAU_TOKENS_FILE: "tokens.json" }, { QORGAU_DISCLOSURE_KEY_FILE: "/run/secrets/disclosure" }];
  expect(readSettings({ ...tokens, ...key })).toMatchObject({ isPublic: false, disclosureKeyFile: null });
  expect(readSettings({ QORGAU_PUBLIC: "yes", ...tokens, ...key })).toMatchObject({
    isPublic: true,
    disclosureKeyFile: "/run/secrets/disclosure",
  });
  expect(faultsOf({ QORGAU_PUBLIC: "yes", ...tokens })).toEqual([expect.stringContaining("openssl rand")]);
  expect(faultsOf({ QORGAU_PUBLIC: "yes", ...key })).toEqual([expect.stringContaining("QORGAU_TOKENS_FILE")]);
  expect(faultsOf({ QORGAU_PUBLIC: "yes", QORGAU_OPEN: "yes", ...tokens, ...key })).toEqual([expect.stringContaining("QORGAU_OPEN")]);
});

test("a key file that was named is never made", () => {
  expect(readSettings({ QORGAU_PSEUDONYM_KEY_FILE: "/run/secrets/key" }).pseudonymKeyMayBeMade).toBe(false);
});

test("nothing is traced unless a collector is named, by a plain address", () => {
  expect(readSettings({})).toMatchObject({ tracesUrl: null, tracesPercent: 100 });
  expect(readSettings({ QORGAU_TRACES: "http://127.0.0.1:4318/", QORGAU_TRACES_PERCENT: "5" })).toMatchObject({
    tracesUrl: "http://127.0.0.1:4318",
    tracesPercent: 5,
  });
  const faulty = ["collector:4318", "grpc://127.0.0.1:4317", "http://user:password@127.0.0.1:4318", "http://127.0.0.1:4318/?key=word"];
  for (const QORGAU_TRACES of faulty) expect(faultsOf({ QORGAU_TRACES })).toEqual([expect.stringContaining("QORGAU_TRACES is a URL")]);
  expect(faultsOf({ QORGAU_TRACES_PERCENT: "101" })).toHaveLength(1);
});

test("help names every setting", () => {
  for (const { name } of settingsTable) expect(settingsHelp()).toContain(name);
});
