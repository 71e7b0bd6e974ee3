/**
 * Long arrays as parameters. A server takes parameters in the URL (1 MiB) or as form fields (128 KiB each), which 60,000 keys do not
 * fit, so arrays are put into the statement here, in the very form in which the engine itself would: a cast of quoted text.
 * Integers are checked to be nothing but digits, texts are escaped twice, once as array element and once as literal.
 *
 * Behind IN a long one becomes a subquery that gives its elements. The engine reads a list of constants element by element while it
 * analyses the statement, where no time limit holds: 131,000 keys take 200 ms, and above 2^17 it does not come back.
 */

const arrayPlaceholder = /(\bIN\s+)?\{(\w+):Array\((U?Int(?:8|16|32|64|128|256)|String)\)\}/gi;
/** Fewer than these are no work for the analysis, and spare the statement a subquery. */
const constantsMax = 1_000;
const integerText = /^-?\d{1,78}$/;

export interface BoundStatement {
  readonly sql: string;
  /** The parameters that are left for the client to bind. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Puts every parameter that is an array into the statement, in the place of its `{name:Array(…)}`. Throws a TypeError that names the parameter
 * where an element is not an integer, or not a text, as its type demands.
 */
export function bindArrays(sql: string, params: Readonly<Record<string, unknown>> = {}): BoundStatement {
  const bound = new Set<string>();
  const text = sql.replace(arrayPlaceholder, (placeholder, behindIn: string | undefined, name: string, type: string) => {
    const values = params[name];
    if (!Array.isArray(values)) return placeholder;
    bound.add(name);
    const elementOf = type === "String" ? textElement : integerElement;
    const array = `[${values.map((value) => elementOf(name, value)).join(",")}]`;
    const cast = `_CAST(${quoted(array)}, 'Array(${type})')`;
    return behindIn !== undefined && values.length > constantsMax ? `${behindIn}(SELECT arrayJoin(${cast}))` : `${behindIn ?? ""}${cast}`;
  });
  return { sql: text, params: Object.fromEntries(Object.entries(params).filter(([name]) => !bound.has(name))) };
}

function integerElement(name: string, value: unknown): string {
  const text = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value)) ? String(value) : value;
  if (typeof text !== "string" || !integerText.test(text)) throw new TypeError(`Parameter ${name} holds something that is no integer.`);
  return text;
}

function textElement(name: string, value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`Parameter ${name} holds something that is no text.`);
  return quoted(value);
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
