/** Reads the body of `POST /v1/releases`, and the cell that differences are asked of. */
import { annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import { sections } from "@qorgau/schemas/codes/activities";
import type { Fault } from "@qorgau/schemas/faults";
import { containsIin, maskIins } from "@qorgau/schemas/events/personal-identifier";
import { releaseNameForm, releaseReasonMax } from "@qorgau/schemas/responses/releases";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualCell } from "../annual/domain/annual-count.ts";
import { codeLists } from "../rates/domain/parameters/filter-codes.ts";
import { parseAsOf } from "../past/as-of.ts";
import type { Succession } from "./release-event.ts";
import { annualChoices, parseAnnualRollupQuestion } from "../annual/annual-rollup-question.ts";

const members: readonly string[] = ["name", "year", ...annualChoices, "asOf", "supersedes", "reason"];

export interface ReleaseBody {
  readonly name: string;
  readonly query: AnnualRollupQuery;
  /** As sent; null for what is published now. */
  readonly asOf: string | null;
  readonly succession: Succession | null;
}

/** Every member is read as its text: a choice means the same here as in the address of the roll-up. */
export function parseReleaseBody(body: unknown): { readonly read: ReleaseBody } | { readonly errors: readonly Fault[] } {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { errors: [fault("QG-0861", "")] };
  const sent = new Map(Object.entries(body).map(([name, value]) => [name, textOf(value)]));
  const name = sent.get("name") ?? "";
  const asOf = sent.get("asOf") ?? null;
  const errors = [...sent.keys()]
    .filter((one) => !members.includes(one))
    .map((one) => fault("QG-0601", `/${maskIins(one).slice(0, 64)}`, { parameters: members.join(", ") }));
  if (!releaseNameForm.test(name) || containsIin(name)) errors.push(fault("QG-0862", "/name"));
  if (asOf !== null && (asOf === "" || parseAsOf(asOf) === null)) errors.push(fault("QG-0801", "/asOf"));
  const succession = successionOf(sent);
  if (succession === undefined) errors.push(fault("QG-0858", "/reason", { reasonMax: releaseReasonMax }));
  const asked = new URLSearchParams(
    annualChoices.flatMap((choice): [string, string][] => (sent.has(choice) ? [[choice, sent.get(choice) ?? ""]] : [])),
  );
  const question = parseAnnualRollupQuestion(sent.get("year") ?? "", asked);
  if ("errors" in question) return { errors: [...errors, ...question.errors.map((one) => ({ ...one, pointer: `/${one.pointer}` }))] };
  return errors.length > 0 || succession === undefined ? { errors } : { read: { name, query: question.query, asOf, succession } };
}

/** Both members or neither; undefined where they cannot be. */
function successionOf(sent: ReadonlyMap<string, string>): Succession | null | undefined {
  const [supersedes, reason] = [sent.get("supersedes"), sent.get("reason")?.trim()];
  if (supersedes === undefined && reason === undefined) return null;
  if (supersedes === undefined || reason === undefined || reason === "" || reason.length > releaseReasonMax) return undefined;
  return containsIin(reason) || /\p{Cc}/u.test(reason) ? undefined : { supersedes, reason };
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** `scope` and `code` as a row of the answer has them, `unknown` for the row of null; without a scope all rows are meant. */
export function parseCell(parameters: URLSearchParams): { readonly asked: AnnualCell | null; readonly faults: readonly Fault[] } {
  const [scopeText, codeText] = [parameters.get("scope"), parameters.get("code")];
  if (scopeText === null) return { asked: null, faults: codeText === null ? [] : [fault("QG-0868", "scope")] };
  const scope = annualScopes.find((one) => one === scopeText);
  if (scope === undefined) return { asked: null, faults: [fault("QG-0603", "scope", { values: annualScopes.join(", ") })] };
  if (scope === "total" || scope === "complex") {
    return { asked: { scope, code: "" }, faults: codeText === null ? [] : [fault("QG-0868", "code")] };
  }
  if (codeText === null) return { asked: null, faults: [fault("QG-0868", "code")] };
  if (codeText === unknownCode) return { asked: { scope, code: "" }, faults: [] };
  const list = scope === "sector" ? sectionCodes : codeLists[scope];
  const code = list.read(codeText);
  return code === null
    ? { asked: null, faults: [fault("QG-0604", "code", { form: `${list.form}, or ${unknownCode}` })] }
    : { asked: { scope, code }, faults: [] };
}

const sectionLetters = sections.map(({ code }) => code);
const sectionCodes = { read: (text: string) => (sectionLetters.includes(text) ? text : null), form: sectionLetters.join(", ") };
