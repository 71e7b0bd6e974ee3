/**
 * Reads the parameters of a request by the zod object that states them. The same object is their part of the OpenAPI document: what a parameter
 * may be, its default, its description and its example are in one place.
 */
import type { z } from "zod";
import { maskIins } from "../events/personal-identifier.ts";
import type { Fault } from "../faults.ts";
import { fault } from "../rules/rules.ts";
import { isRefusal, refusals } from "./refusals.ts";

/** One schema for each name; each takes the text that was sent, or undefined. */
export type ParameterShape = Readonly<Record<string, z.ZodType>>;

/** What was sent, by name: the parameters of a URL, or the members of a body as their texts. */
export interface SentTexts {
  readonly get: (name: string) => string | null | undefined;
  readonly keys: () => Iterable<string>;
}

/** A request is answered by `values` only where `faults` is empty. */
export interface ReadParameters<Values> {
  /** Where a parameter is faulty, what it is without one sent: good for combinations with others, never for a response. */
  readonly values: Values;
  /** In the order of the shape, those of names first. None repeats what was sent. */
  readonly faults: readonly Fault[];
}

/** A query, or all faults of the request for it at once. */
export type Parsed<Query> = { readonly query: Query } | { readonly errors: readonly Fault[] };

/**
 * `others` are names that may be sent beside those of the schema and are read elsewhere. A fault points to its parameter by name, or, of the
 * members of a body (`before` is "/"), by JSON pointer.
 */
export function readParameters<Shape extends ParameterShape>(
  schema: z.ZodObject<Shape>,
  sent: SentTexts,
  others: readonly string[],
  before: "" | "/" = "",
): ReadParameters<z.output<z.ZodObject<Shape>>> {
  const { values, faults } = readValues(schema, sent, before);
  return { values, faults: [...faultsOfNames(sent, [...Object.keys(schema.shape), ...others], before), ...faults] };
}

/** The same where names are judged elsewhere. */
export function readValues<Shape extends ParameterShape>(
  schema: z.ZodObject<Shape>,
  sent: Pick<SentTexts, "get">,
  before: "" | "/" = "",
): ReadParameters<z.output<z.ZodObject<Shape>>> {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries<z.ZodType>(schema.shape)) {
    const read = parameter.safeParse(sent.get(name) ?? undefined);
    if (!read.success) faults.push(...faultsOfIssues(before + name, parameter, read.error.issues));
    values[name] = read.success ? read.data : parameter.safeParse(undefined).data;
  }
  return { values: values as z.output<z.ZodObject<Shape>>, faults };
}

/** Unknown and repeated parameters. A name may hold anything, an identifier too, so it is masked and cut. */
export function faultsOfNames(sent: Pick<SentTexts, "keys">, known: readonly string[], before: "" | "/" = ""): Fault[] {
  const names = [...sent.keys()];
  return [...new Set(names)].flatMap((name) => {
    const pointer = before + maskIins(name).slice(0, 64);
    if (!known.includes(name)) return [fault("QG-0601", pointer, { parameters: known.join(", ") })];
    return names.indexOf(name) === names.lastIndexOf(name) ? [] : [fault("QG-0602", pointer)];
  });
}

/** A rule is reported once of a parameter, however many values of a list break it. */
function faultsOfIssues(pointer: string, parameter: z.ZodType, issues: readonly z.core.$ZodIssue[]): Fault[] {
  const faults = issues.map((issue) => faultOfIssue(pointer, parameter, issue));
  return [...new Map(faults.map((one) => [one.rule, one])).values()];
}

/** What the check itself names, else what the parameter is refused with, else that it is none of the values. */
function faultOfIssue(pointer: string, parameter: z.ZodType, issue: z.core.$ZodIssue): Fault {
  const own: unknown = issue.code === "custom" ? issue.params : undefined;
  const refusal = isRefusal(own) ? own : refusals.get(parameter);
  if (refusal !== undefined) return fault(refusal.rule, pointer, refusal.facts);
  if (issue.code === "invalid_value") return fault("QG-0603", pointer, { values: issue.values.map(String).join(", ") });
  throw new Error(`The parameter ${pointer} does not say by which rule it is refused.`, { cause: issue });
}
