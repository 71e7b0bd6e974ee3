/** Reads the body of `POST /v1/releases`, and the cell whose differences are requested. */
import { sections } from "@qorgau/schemas/codes/activities";
import type { Fault } from "@qorgau/schemas/faults";
import { bodyTexts } from "@qorgau/schemas/requests/body-texts";
import { faultsOfNames, readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { releaseReasonMax } from "@qorgau/schemas/responses/releases";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualCell } from "../annual/domain/annual-count.ts";
import { codeLists } from "../rates/domain/parameters/filter-codes.ts";
import { cellParameters, releaseBodyParameters } from "./release-parameters.ts";
import type { Succession } from "./release-event.ts";

export interface ReleaseBody {
  readonly name: string;
  readonly query: AnnualRollupQuery;
  /** As sent; null for what is published now. */
  readonly asOf: string | null;
  readonly succession: Succession | null;
}

/** Returns the members of the body, or all faults at once. `supersedes` and `reason` come together (QG-0858). */
export function parseReleaseBody(body: unknown): { readonly read: ReleaseBody } | { readonly errors: readonly Fault[] } {
  const sent = bodyTexts(body);
  if (sent === null) return { errors: [fault("QG-0861", "")] };
  const { values, faults } = readParameters(releaseBodyParameters, sent, [], "/");
  const { name, asOf, supersedes, reason, ...query } = values;
  const isHalf = (supersedes === undefined) !== (reason === undefined) && !faults.some(({ pointer }) => pointer === "/reason");
  const errors = isHalf ? [...faults, fault("QG-0858", "/reason", { reasonMax: releaseReasonMax })] : faults;
  if (errors.length > 0) return { errors };
  const succession = supersedes === undefined || reason === undefined ? null : { supersedes, reason };
  return { read: { name, query, asOf, succession } };
}

/** `scope` and `code` as a row of the response has them, `unknown` for the row of null; without a scope all rows are meant (`requested` null). */
export function parseCell(sent: SentTexts): { readonly requested: AnnualCell | null; readonly faults: readonly Fault[] } {
  const { values, faults: ofValues } = readValues(cellParameters, sent);
  const ofNames = faultsOfNames(sent, [...Object.keys(cellParameters.shape), "format"]);
  const faults = [...ofValues, ...ofNames];
  const refused = (one: Fault) => ({ requested: null, faults: [...ofValues, one, ...ofNames] });
  const { scope, code: codeText } = values;
  if (faults.some(({ pointer }) => pointer === "scope")) return { requested: null, faults };
  if (scope === null) return codeText === null ? { requested: null, faults } : refused(fault("QG-0868", "scope"));
  if (scope === "total" || scope === "complex") {
    return codeText === null ? { requested: { scope, code: "" }, faults } : refused(fault("QG-0868", "code"));
  }
  if (codeText === null) return refused(fault("QG-0868", "code"));
  if (codeText === unknownCode) return { requested: { scope, code: "" }, faults };
  const list = scope === "sector" ? sectionCodes : codeLists[scope];
  const code = list.read(codeText);
  return code === null
    ? refused(fault("QG-0604", "code", { form: `${list.form}, or ${unknownCode}` }))
    : { requested: { scope, code }, faults };
}

const sectionLetters = sections.map(({ code }) => code);
const sectionCodes = { read: (text: string) => (sectionLetters.includes(text) ? text : null), form: sectionLetters.join(", ") };
