import { parseReporters } from "@qorgau/schemas/events/reporters";
import type { CaseStatement } from "@qorgau/schemas/events/statement";
import { describe, expect, test } from "vitest";
import { type AcceptanceContext, judge, judgeText } from "./acceptance.ts";

const pseudonym = `qg1:0a1b2c3d:${"a".repeat(64)}`;
const iin = "850808310738";
const context: AcceptanceContext = {
  nowMs: Date.parse("2026-11-22T17:30:00Z"),
  keyId: "0a1b2c3d",
  pseudonymise: () => pseudonym,
  reporters: null,
};

/** The event that DESIGN shows. */
const example = {
  specversion: "1.0",
  id: "b1f0",
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject: "N1-2026-0017",
  revision: 1,
  time: "2026-02-03T12:10:00+05:00",
  datacontenttype: "application/json",
  data: {
    accident: "A-2026-0009",
    occurredAt: "2026-02-03T07:40:00+05:00",
    kind: "accident",
    severity: "severe",
    workRelated: "under_investigation",
    employer: { bin: "200140000004" },
    worker: { iin },
    region: "KZ-35",
    sector: "05.10.1",
    daysLost: 12,
    mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion" },
  },
};
const withData = (data: object, envelope: object = {}) => ({ ...example, ...envelope, data: { ...example.data, ...data } });

function accepted(event: unknown, judging: AcceptanceContext = context) {
  const verdict = judge(event, judging);
  if (!verdict.accepted) throw new Error(JSON.stringify(verdict.errors));
  // Most events here are cases.
  return { ...verdict, statement: verdict.statement as CaseStatement, warned: verdict.warnings.map(({ rule }) => rule) };
}

function refusedFor(event: unknown, judging: AcceptanceContext = context): string[] {
  const verdict = judge(event, judging);
  return verdict.accepted ? [] : verdict.errors.map(({ rule, pointer }) => `${rule} ${pointer}`);
}

describe("an accepted event", () => {
  test("becomes a statement with all that is derived", () => {
    const { worker: _worker, ...data } = example.data;
    expect(judge(example, context)).toEqual({
      accepted: true,
      id: "b1f0",
      name: '["urn:kz:bin:200140000004","case","N1-2026-0017"]',
      reported: { source: "urn:kz:bin:200140000004", subject: "N1-2026-0017", revision: 1 },
      warnings: [],
      statement: {
        id: "b1f0",
        source: "urn:kz:bin:200140000004",
        type: "kz.qorgau.case.reported.v1",
        subject: "N1-2026-0017",
        revision: 1,
        time: "2026-02-03T12:10:00+05:00",
        role: "enterprise",
        keyId: "0a1b2c3d",
        // By Python: sha256 of json.dumps({"data": …, "type": …}, sort_keys=True, separators=(",", ":")).
        content: "4cabeacedb5f7c2bc19d22c3585b21c2bc78b7f3bea96920d77d9ed9e0a70514",
        entity: "case",
        withdrawn: false,
        data: { ...data, worker: { ref: pseudonym, sex: "male", ageBand: "35-44" } },
        derived: {
          date: "2026-02-03",
          country: "KZ",
          region: "KZ-35",
          employerRegion: null,
          section: "B",
          division: "05",
          globalWorker: true,
        },
      },
    });
  });

  test("loses unknown members and extensions, and nothing they hold is kept", () => {
    const sent = JSON.parse(
      JSON.stringify({ ...example, traceparent: "00-1", dataschema: "urn:x" }).replace(
        '"daysLost"',
        '"__proto__":{"kind":"disease"},"shift":"night","daysLost"',
      ),
    );
    const { statement, warnings } = accepted(sent);
    expect(statement).toEqual(accepted(example).statement);
    expect(warnings.map(({ pointer }) => pointer)).toEqual(["/data/__proto__", "/data/shift"]);
    expect(({} as { kind?: string }).kind).toBeUndefined();
  });

  test("has the same content whatever the order of its members, and another by its type", () => {
    const reversed = { ...example, data: Object.fromEntries(Object.entries(example.data).toReversed()) };
    const { content } = accepted(example).statement;
    expect(accepted(reversed).statement.content).toBe(content);
    expect(accepted({ ...example, id: "other", revision: 2, time: null }).statement.content).toBe(content);
    expect(accepted({ ...example, type: "kz.qorgau.case.corrected.v1" }).statement.content).not.toBe(content);
  });

  test("may have attributes that are null: CloudEvents takes them as absent", () => {
    expect(accepted({ ...example, time: null, datacontenttype: null, dataschema: null }).statement.time).toBeNull();
  });

  test("may take a record back, with or without a reason", () => {
    const withdrawal = { ...example, type: "kz.qorgau.case.withdrawn.v1", data: { reason: "entered twice,\nsorry" } };
    expect(accepted(withdrawal).statement).toMatchObject({
      entity: "case",
      withdrawn: true,
      data: { reason: "entered twice,\nsorry" },
    });
    expect(accepted({ ...withdrawal, data: {} }).statement).not.toHaveProperty("derived");
  });

  test("outside Kazakhstan needs no number of the employer and has the offset of its place", () => {
    const abroad = withData({ region: "US-TX", employer: {}, occurredAt: "2026-02-03T23:40:00-06:00", worker: undefined });
    expect(accepted(JSON.parse(JSON.stringify(abroad))).statement.derived).toMatchObject({
      country: "US",
      region: "US-TX",
      date: "2026-02-03",
      globalWorker: false,
    });
    expect(accepted(withData({ region: "US-TX", occurredAt: "2026-02-03T07:40:00Z" })).statement.derived.country).toBe("US");
  });

  test.each([
    ["KATO code of a district", { region: "351010000" }, { region: "KZ-35", country: "KZ" }],
    ["registration elsewhere", { employer: { bin: "200140000004", region: "750000000" } }, { employerRegion: "KZ-75" }],
    ["a section", { sector: "F" }, { section: "F", division: null }],
    ["digits without dots", { sector: "0510" }, { section: "B", division: "05" }],
    ["the earliest date", { occurredAt: "1900-01-01", worker: { ref: "1" } }, { date: "1900-01-01", globalWorker: false }],
    ["the latest date alone", { occurredAt: "2026-11-23" }, { date: "2026-11-23" }],
    ["the latest instant", { occurredAt: "2026-11-23T22:30:00+05:00" }, { date: "2026-11-23" }],
    ["the date that is written", { occurredAt: "2026-02-03T00:30:00+06:00" }, { date: "2026-02-03" }],
  ])("derives from %s", (_what, data, derived) => {
    expect(accepted(withData(data)).statement.derived).toMatchObject(derived);
  });

  test("tells exposure of a whole country where it names no region", () => {
    const exposure = {
      ...example,
      type: "kz.qorgau.exposure.reported.v1",
      data: { period: "2024-Q1", hours: 5, basis: "contracts", status: "final" },
    };
    const { statement } = accepted(exposure);
    expect(statement.role).toBe("statistics");
    expect(statement.derived).toEqual({ from: "2024-01-01", to: "2024-03-31", country: "KZ", region: null, section: null, division: null });
    const narrow = { ...exposure, data: { ...exposure.data, period: "2024-02", region: "350000000", sector: "05" } };
    expect(accepted(narrow).statement.derived).toEqual({
      from: "2024-02-01",
      to: "2024-02-29",
      country: "KZ",
      region: "KZ-35",
      section: "B",
      division: "05",
    });
    expect(accepted({ ...exposure, data: { ...exposure.data, region: "US" } }).statement.derived).toMatchObject({
      country: "US",
      region: null,
    });
  });
});

describe("the worker", () => {
  test("is known everywhere by a pseudonym of this installation, and within the source by any other reference", () => {
    expect(accepted(withData({ worker: { ref: pseudonym } })).statement.derived.globalWorker).toBe(true);
    expect(accepted(withData({ worker: { ref: "tab. 4711" } })).statement.derived.globalWorker).toBe(false);
    expect(accepted(withData({ worker: { ref: pseudonym.replace("0a1b2c3d", "ffffffff") } })).statement.derived.globalWorker).toBe(false);
  });

  test.each([
    ["2003-08-07", "0-17"],
    ["2003-08-08", "18-24"],
    ["2010-08-07", "18-24"],
    ["2010-08-08", "25-34"],
    ["2026-02-03", "35-44"],
  ])("born on 1985-08-08 is at %s of %s", (occurredAt, ageBand) => {
    expect(accepted(withData({ occurredAt, worker: { iin } })).statement.data.worker).toEqual({ ref: pseudonym, sex: "male", ageBand });
  });

  test("has sex and age band by the IIN, whatever was stated, with a warning for each that differs", () => {
    const { statement, warned } = accepted(withData({ worker: { iin, sex: "female", ageBand: "65+", occupation: "8111" } }));
    expect(statement.data.worker).toEqual({ ref: pseudonym, sex: "male", ageBand: "35-44", occupation: "8111" });
    expect(warned).toEqual(["QG-0323", "QG-0324"]);
    expect(accepted(withData({ worker: { iin, sex: "male", ageBand: "35-44" } })).warned).toEqual([]);
  });

  test("keeps what was stated where the IIN tells nothing", () => {
    const { statement, warned } = accepted(withData({ worker: { iin: "841006000754", sex: "female", ageBand: "35-44" } }));
    expect(statement.data.worker).toEqual({ ref: pseudonym, sex: "female", ageBand: "35-44" });
    expect(warned).toContain("QG-0322");
  });

  test("may be the employer: a sole proprietor's IIN leaves as a pseudonym", () => {
    const verdict = accepted(withData({ employer: { bin: iin } }));
    expect(verdict.statement.data.employer).toEqual({ bin: pseudonym });
    expect(JSON.stringify(verdict)).not.toContain(iin);
  });
});

describe("a refused event", () => {
  test("is told all its faults together", () => {
    const faulty = withData(
      { occurredAt: "2026-02-30", severity: "deadly", employer: { bin: 1 }, worker: { iin, ref: "1" }, causes: ["other", "fate"] },
      { subject: "", revision: 0 },
    );
    expect(refusedFor(faulty)).toEqual([
      "QG-0204 /subject",
      "QG-0215 /revision",
      "QG-0434 /data/causes/1",
      "QG-0203 /data/employer/bin",
      "QG-0403 /data/occurredAt",
      "QG-0421 /data/severity",
      "QG-0306 /data/worker",
    ]);
  });

  test("keeps its id and source for the reporter, unless they are at fault themselves", () => {
    const refused = { accepted: false, id: "b1f0", reported: { source: example.source } };
    expect(judge(withData({ kind: "x" }), context)).toMatchObject(refused);
    expect(judge({ ...example, id: iin }, context)).toMatchObject({ ...refused, id: null });
    expect(judge({ ...example, id: 7 }, context)).toMatchObject({ ...refused, id: null });
    expect(judge({ ...example, source: `urn:kz:iin:${iin}` }, context)).toMatchObject({ ...refused, reported: { source: null } });
  });

  test("says which codes there are, in words of its own", () => {
    const verdict = judge(withData({ severity: iin }), context);
    expect(verdict).toMatchObject({
      errors: [{ rule: "QG-0421", pointer: "/data/severity", message: "This severity is not known. It is one of: light, severe, fatal." }],
    });
    expect(JSON.stringify(verdict)).not.toContain(iin);
  });

  test("with a region at fault is not blamed for what depends on the country", () => {
    expect(refusedFor(withData({ region: "XX-1", employer: {}, occurredAt: "2026-02-03T07:40:00Z" }))).toEqual(["QG-0427 /data/region"]);
  });
});

describe("an id", () => {
  test("may be a UUID whose last digits look like an IIN", () => {
    expect(accepted({ ...example, id: `0b1f0c2d-1234-4234-8234-${iin}` }).id).toContain(iin);
  });
});

describe("reporters", () => {
  const reporters = parseReporters(
    JSON.stringify([
      { source: example.source, role: "inspectorate", name: "Inspectorate" },
      { source: "urn:t:insurer", role: "insurer", name: "Insurer" },
      { source: "urn:t:clinic", role: "clinic", name: "Clinic" },
    ]),
  );
  const listed = { ...context, reporters };
  const claim = withData({ claim: { status: "filed" } }, { type: "kz.qorgau.claim.reported.v1" });
  const exposure = {
    ...example,
    type: "kz.qorgau.exposure.reported.v1",
    data: { period: "2024", workers: 5, basis: "contracts", status: "final" },
  };

  test("give the role by the list", () => {
    expect(accepted(example, listed).statement.role).toBe("inspectorate");
    expect(accepted({ ...claim, source: "urn:t:insurer" }, listed).statement.role).toBe("insurer");
    expect(accepted({ ...example, source: "urn:t:insurer" }, listed).statement.role).toBe("insurer");
    expect(accepted({ ...example, source: "urn:t:clinic" }, listed).statement.role).toBe("clinic");
    expect(accepted({ ...exposure, source: example.source }, listed).statement.role).toBe("inspectorate");
  });

  test("without a list have the role of what they state", () => {
    expect(accepted(claim).statement.role).toBe("insurer");
    expect(accepted(exposure).statement.role).toBe("statistics");
  });

  test("are asked for even where the type is unknown", () => {
    expect(refusedFor({ ...example, source: "urn:t:nobody", type: "x" }, listed)).toEqual(["QG-0213 /type", "QG-0219 /source"]);
  });
});

describe("bytes", () => {
  const bytes = (text: string) => Buffer.from(text);
  const refusal = { accepted: false, id: null, reported: { source: null, subject: null, revision: null }, warnings: [] };

  test("of an event are judged as the event", () => {
    expect(judgeText(bytes(JSON.stringify(example)), context)).toEqual(judge(example, context));
    expect(judgeText(bytes(`\uFEFF${JSON.stringify(example)}`), context)).toEqual(judge(example, context));
  });

  test.each([
    ["nothing", bytes("")],
    ["no JSON", bytes("{")],
    ["two events", bytes("{}{}")],
    ["NaN", bytes("NaN")],
    ["broken UTF-8", Buffer.concat([bytes('{"id":"'), Buffer.from([0xff]), bytes('"}')])],
    ["an overlong encoding", Buffer.concat([bytes('{"id":"'), Buffer.from([0xc0, 0xaf]), bytes('"}')])],
    ["UTF-16", Buffer.from(JSON.stringify(example), "utf16le")],
  ])("that are %s are refused", (_what, broken) => {
    expect(judgeText(broken, context)).toMatchObject({ ...refusal, errors: [{ rule: "QG-0101", pointer: "" }] });
  });

  test("nested as deep as 256 KiB allow are judged like others", () => {
    const depth = 120_000;
    const deep = JSON.stringify(withData({})).replace('"daysLost"', `"deep":${"[".repeat(depth)}${"]".repeat(depth)},"daysLost"`);
    expect(judgeText(bytes(deep), context)).toMatchObject({ accepted: true, warnings: [{ rule: "QG-0290", pointer: "/data/deep" }] });
    expect(judgeText(bytes("[".repeat(262_144)), context)).toMatchObject({ errors: [{ rule: "QG-0101" }] });
  });
});
