/**
 * Notices of accidents at work of Brazil (CAT: event S-2210 of eSocial, layout S-1.x), as XML: one event, or a batch of them. Elements are named by their
 * paths below `evtCAT`.
 *
 * An event does not name its own receipt, by which a reopening or a notice of death refers to it; but the layout has them repeat day and hour of the
 * accident: a record is the worker's number at the employer with both, and a later event of it is a higher revision, by the instant in its `Id`. A correction
 * of day or hour is another record for that reason: its event says by the receipt alone what it corrects, and the record before is for its reporter to
 * withdraw. CPF, names and texts are left behind, and the `Id` and the number of an employer are shown nowhere, since either may hold a CPF. There is no
 * severity: who died is fatal, who was admitted to hospital severe, all others light. The hour has no offset, the
 * codes of situation, agent, injury and part of body have no crosswalk to ESAW, and the length of treatment is an estimate: none of them is stated.
 */
import { isCalendarDate } from "@qorgau/schemas/calendar-date";
import type { ImportFormat, ImportRecord } from "../import-format.ts";
import type { OutboundEvent } from "../outbound-event.ts";
import { dayOf } from "./cell-forms.ts";
import { faultsBy } from "./expectations.ts";
import type { Expectation } from "./expectations.ts";
import { keyOfNumber } from "./key-of-number.ts";
import { elementsNamed } from "./xml-elements.ts";

type Values = ImportRecord["values"];

const states: ReadonlySet<string> = new Set("AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO".split(" "));
/** `ID`, the kind and the number of the employer, the instant at which the event was made, and a number of it within the second. */
const idForm = /^ID\d[\dA-Z]{14}(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])([0-5]\d)([0-5]\d)\d{5}$/;
/** Revisions are seconds since then: they fit until 2068. */
const revisionsSinceMs = Date.UTC(2000, 0, 1);
const kinds: Readonly<Record<string, string>> = { 1: "accident", 2: "disease", 3: "accident" };
const [correcting, first, production] = ["2", "1", "1"];
/** Elements that may hold the number of a person. */
const unquoted: ReadonlySet<string> = new Set(["@Id", "ideEmpregador/nrInsc", "ideVinculo/matricula"]);

const isDay = (text: string) => /^\d{4}-/.test(text) && dayOf(text) !== null;
const isYesOrNo = (text: string) => text === "S" || text === "N";
const digitsOf = (text = "") => text.replaceAll(/\D/g, "");
const holds = (text: string, cpf = "") => digitsOf(cpf) !== "" && digitsOf(text).includes(digitsOf(cpf));
const hasDied = (values: Values) => values["cat/indCatObito"] === "S";

/** Null where it is no id of an event. */
function revisionOf(id: string | undefined): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (idForm.exec(id ?? "") ?? []).slice(1).map(Number);
  if (year < 2000 || !isCalendarDate(year, month, day)) return null;
  return (Date.UTC(year, month - 1, day, hour, minute, second) - revisionsSinceMs) / 1000;
}

/** Of events that a reporter sends for several employers, whose numbers of workers are their own. */
function employerKey(values: Values): string {
  return keyOfNumber(`${values["ideEmpregador/tpInsc"]} ${values["ideEmpregador/nrInsc"]}`);
}

function recordsOf(text: string): Values[] {
  const events = elementsNamed("evtCAT", text);
  const place = events.findIndex((values) => values["ideEvento/tpAmb"] !== production);
  if (place === -1) return events;
  throw new Error(`event ${place + 1} is of no accident that happened: its tpAmb is not ${production} (production)`);
}

const employerExpectations: readonly Expectation[] = [
  ["ideEmpregador/tpInsc", (text) => text === "1", "1 (CNPJ): the number of a person names no reporter, so say one by --source"],
  ["ideEmpregador/nrInsc", (text) => /^[\dA-Z]{8}(?:[\dA-Z]{4}\d{2})?$/.test(text), "a CNPJ, or its first eight characters"],
];
const expectations: readonly Expectation[] = [
  ["@Id", (text) => (revisionOf(text) ?? 0) > 0, "the id of an event, 36 characters with the instant at which it was made"],
  ["ideEvento/indRetif", (text) => /^[12]$/.test(text), "1 (original) or 2 (correction)"],
  [
    "ideVinculo/matricula",
    (text, values) => text !== "" && !holds(text, values["ideVinculo/cpfTrab"]),
    "the worker's number at the employer, without which one notice cannot be told from another: a CPF is not sent",
  ],
  ["cat/dtAcid", isDay, "a day written 2026-07-04"],
  ["cat/tpAcid", (text) => Object.hasOwn(kinds, text), "1 (typical), 2 (disease) or 3 (commuting)"],
  ["cat/hrAcid", (text) => text === "" || /^([01]\d|2[0-3])[0-5]\d$/.test(text), "an hour written HHMM, or nothing"],
  ["cat/tpCat", (text) => /^[123]$/.test(text), "1 (first), 2 (reopening) or 3 (death)"],
  ["cat/indCatObito", isYesOrNo, "S or N"],
  ["cat/dtObito", (text, values) => (hasDied(values) ? isDay(text) : text === ""), "the day of death, or nothing where nobody died"],
  ["cat/localAcidente/uf", (text) => states.has(text), "a state of Brazil: the place of an accident abroad is not read"],
  [
    "cat/atestado/indInternacao",
    (text, values) => hasDied(values) || isYesOrNo(text),
    "S or N: without the admission to hospital the severity of who lives is not stated",
  ],
  ["cat/atestado/codCID", (text) => /^(?:[A-Z]\d[\dA-Z]\.?[\dA-Z]{0,4})?$/.test(text), "a code of ICD-10, or nothing"],
];

function typeOf(values: Values): string {
  if (values["ideEvento/indRetif"] === correcting) return "kz.qorgau.case.corrected.v1";
  return values["cat/tpCat"] === first ? "kz.qorgau.case.reported.v1" : "kz.qorgau.case.changed.v1";
}

function subjectOf(values: Values, source: string | undefined): string {
  const names = ["ideVinculo/matricula", "cat/dtAcid", "cat/hrAcid"].map((path) => values[path] ?? "");
  return [...(source === undefined ? [] : [employerKey(values)]), ...names].join("/");
}

function dataOf(values: Values): OutboundEvent["data"] {
  const { "cat/dtObito": diedOn, "cat/atestado/codCID": diagnosis = "" } = values;
  return {
    occurredAt: values["cat/dtAcid"],
    kind: kinds[values["cat/tpAcid"] ?? ""],
    severity: hasDied(values) ? "fatal" : values["cat/atestado/indInternacao"] === "S" ? "severe" : "light",
    employer: {},
    worker: { ref: values["ideVinculo/matricula"] },
    region: `BR-${values["cat/localAcidente/uf"]}`,
    ...(hasDied(values) ? { diedOn } : {}),
    ...(diagnosis === "" ? {} : { diagnosis }),
  };
}

/** `source` is the reporter; absent: the employer of each event, by its CNPJ. */
export function esocialS2210({ source }: { readonly source?: string | undefined }): ImportFormat {
  return {
    title: "notices of accidents at work of Brazil, eSocial S-2210 (XML)",
    encoding: "utf-8",
    columns: [],
    recordsOf,
    columnsOfMembers: {
      "/source": "ideEmpregador/nrInsc",
      "/subject": "ideVinculo/matricula",
      "/data/occurredAt": "cat/dtAcid",
      "/data/kind": "cat/tpAcid",
      "/data/severity": "cat/indCatObito",
      "/data/diedOn": "cat/dtObito",
      "/data/worker": "ideVinculo/matricula",
      "/data/region": "cat/localAcidente/uf",
      "/data/diagnosis": "cat/atestado/codCID",
    },
    faultsOf: faultsBy(source === undefined ? [...employerExpectations, ...expectations] : expectations, unquoted),
    eventsOf({ values }) {
      const [subject, revision] = [subjectOf(values, source), revisionOf(values["@Id"]) ?? 0];
      return [
        {
          specversion: "1.0",
          id: `${subject}-${revision}`,
          source: source ?? `urn:br:cnpj:${values["ideEmpregador/nrInsc"]}`,
          type: typeOf(values),
          subject,
          revision,
          datacontenttype: "application/json",
          data: dataOf(values),
        },
      ];
    },
  };
}
