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
      id: `M-0001/2026-03-09/1430-${(Date.UTC(2026, 2, 10, 10, 15) - Date.UTC(2000, 0, 1)) / 1000}`,
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
  const production = "<ideEvento><tpAmb>1</tpAmb></ideEvento>";
  const defined = `<!DOCTYPE e [<!ENTITY x "M-1">]><e><evtCAT Id="1">${production}<ideVinculo><matricula>&x;</matricula></ideVinculo></evtCAT></e>`;
  expect(format.recordsOf?.(defined)).toEqual([{ "@Id": "1", "ideEvento/tpAmb": "1", "ideVinculo/matricula": "&x;" }]);
});

// A made-up CPF: an employer who is a person has it in the number of the employer and in the Id of every event.
const cpf = "12345678909";
const ofPerson = {
  ...first.values,
  "@Id": `ID2${cpf}0002026031010150000001`,
  "ideEmpregador/tpInsc": "2",
  "ideEmpregador/nrInsc": cpf,
};

test("the CPF of an employer who is a person is in no message and in no event", () => {
  const byReporter = esocialS2210({ source: "urn:br:reporter" });
  const record = { row: 1, values: ofPerson };
  expect(byReporter.faultsOf(record)).toEqual([]);
  expect(JSON.stringify(byReporter.eventsOf(record))).not.toContain(cpf);
  const broken = { row: 1, values: { ...ofPerson, "@Id": `ID2${cpf}` } };
  const faults = [...format.faultsOf(broken), ...byReporter.faultsOf(broken)];
  expect(faults.map(({ column }) => column)).toEqual(["ideEmpregador/tpInsc", "ideEmpregador/nrInsc", "@Id", "@Id"]);
  expect(JSON.stringify(faults)).not.toContain(cpf);
});

test("the CPF of the worker is taken for no number at the employer, and not quoted", () => {
  for (const matricula of [cpf, "123.456.789-09", `M${cpf}`]) {
    const faults = format.faultsOf({
      row: 1,
      values: { ...first.values, "ideVinculo/cpfTrab": cpf, "ideVinculo/matricula": matricula },
    });
    expect(faults).toEqual([{ column: "ideVinculo/matricula", message: expect.stringMatching(/^What stands there is not/) as unknown }]);
  }
});

test("of one reporter the workers of two employers are two, by a part of a hash from which no CPF follows", () => {
  const byReporter = esocialS2210({ source: "urn:br:reporter" });
  const subjects = [first.values, ofPerson].map((values) => byReporter.eventsOf({ row: 1, values })[0]?.subject ?? "");
  expect(new Set(subjects).size).toBe(2);
  for (const subject of subjects) expect(subject).toMatch(/^[\da-f]{6}\/M-0001\/2026-03-09\/1430$/);
});

test("a file with an event of the environment of tests, or of none, is refused whole", () => {
  expect(() => format.recordsOf?.(example.replace("<tpAmb>1<", "<tpAmb>2<"))).toThrow("event 1 is of no accident that happened");
  expect(() => format.recordsOf?.(example.replace("<tpAmb>1</tpAmb>", ""))).toThrow("tpAmb is not 1");
});
