import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ImportRecord } from "../import-format.ts";
import { esocialS2210 } from "./esocial-s2210.ts";

const example = readFileSync(fileURLToPath(new URL("../../../../examples/import/s-2210.xml", import.meta.url)), "utf8");
const format = esocialS2210({});
const records = (format.recordsOf?.(example) ?? []).map((values, place): ImportRecord => ({ row: place + 1, values }));
const [first, death] = records as [ImportRecord, ImportRecord];

test("every event of a batch becomes one, without CPF, names and texts", () => {
  expect(records.flatMap((record) => format.faultsOf(record))).toEqual([]);
  const events = records.flatMap((record) => format.eventsOf(record));
  expect(events).toMatchObject([
    {
      id: "ID1000000010000002026031010150000001",
      source: "urn:br:cnpj:00000001",
      type: "kz.qorgau.case.reported.v1",
      subject: "M-0001/2026-03-09/1430",
      data: { severity: "severe" },
    },
    { type: "kz.qorgau.case.changed.v1", data: { severity: "fatal", diedOn: "2026-03-19" } },
    { subject: "M-0002/2026-03-31/", data: { kind: "disease", severity: "light", region: "BR-SP", diagnosis: "H83.3" } },
  ]);
  expect(events[0]?.data).toEqual({
    occurredAt: "2026-03-09",
    kind: "accident",
    severity: "severe",
    employer: {},
    worker: { ref: "M-0001" },
    region: "BR-MG",
    diagnosis: "S720",
  });
  expect(JSON.stringify(events)).not.toMatch(/00000000000"|made-up/);
});

test("a notice of death is a later revision of the record of its accident", () => {
  const [reported, died] = [first, death].map((record) => format.eventsOf(record)[0]);
  expect(died?.subject).toBe(reported?.subject);
  expect(died?.revision).toBeGreaterThan(reported?.revision ?? Number.POSITIVE_INFINITY);
  // Seconds from 2000-01-01 to 2026-03-10 10:15.
  expect(reported?.revision).toBe((Date.UTC(2026, 2, 10, 10, 15) - Date.UTC(2000, 0, 1)) / 1000);
});

test("what an event does not state makes no event, and is told by the path of its element", () => {
  const columns = (changed: Record<string, string>, of = format) =>
    of.faultsOf({ row: 1, values: { ...first.values, ...changed } }).map(({ column }) => column);
  expect(columns({ "@Id": "ID1" })).toEqual(["@Id"]);
  expect(columns({ "@Id": "ID1000000010000002026023010150000001" })).toEqual(["@Id"]);
  expect(columns({ "ideVinculo/matricula": "" })).toEqual(["ideVinculo/matricula"]);
  expect(columns({ "cat/dtAcid": "09.03.2026", "cat/tpAcid": "4", "cat/hrAcid": "2460" })).toEqual([
    "cat/dtAcid",
    "cat/tpAcid",
    "cat/hrAcid",
  ]);
  expect(columns({ "cat/dtObito": "2026-03-19" })).toEqual(["cat/dtObito"]);
  expect(columns({ "cat/indCatObito": "S" })).toEqual(["cat/dtObito"]);
  expect(columns({ "cat/localAcidente/uf": "XX", "cat/atestado/indInternacao": "" })).toEqual([
    "cat/localAcidente/uf",
    "cat/atestado/indInternacao",
  ]);
  // The number of a person is no name of a reporter; one that is given is.
  const person = { "ideEmpregador/tpInsc": "2", "ideEmpregador/nrInsc": "00000000000" };
  expect(columns(person)).toEqual(["ideEmpregador/tpInsc", "ideEmpregador/nrInsc"]);
  expect(columns(person, esocialS2210({ source: "urn:br:reporter" }))).toEqual([]);
});

test("what is no XML is told with its place, and an entity of a document means nothing", () => {
  expect(() => format.recordsOf?.("<eSocial><evtCAT></eSocial>")).toThrow(/line 1/);
  const defined = `<!DOCTYPE e [<!ENTITY x "M-1">]><e><evtCAT Id="1"><ideVinculo><matricula>&x;</matricula></ideVinculo></evtCAT></e>`;
  expect(format.recordsOf?.(defined)).toEqual([{ "@Id": "1", "ideVinculo/matricula": "&x;" }]);
});
