/**
 * Long arrays as parameters. A server takes parameters in the URL (1 MiB) or as form fields (128 KiB each), which 60,000 keys do not
 * fit, so arrays are put into the statement here, in the very form in which the engine itself would: a cast of quoted text.
 * Integers are checked to be nothing but digits, texts are escaped twice, once as array element and once as literal.
 */

const arrayPlaceholder = /\{(\w+):Array\((U?Int(?:8|16|32|64|128|256)|String)\)\}/g;
const integerText = /^-?\d{1,78}$/;

export interface BoundStatement {
  readonly sql: string;
  /** The parameters that are left for the client to bind. */
  readonly params: Readonly<Record<string, unknown>>;
}

export function bindArrays(sql: string, params: Readonly<Record<string, unknown>> = {}): BoundStatement {
  const bound = new Set<string>();
  const text = sql.replace(arrayPlaceholder, (placeholder, name: string, type: string) => {
    const values = params[name];
    if (!Array.isArray(values)) return placeholder;
    bound.add(name);
    const elementOf = type === "String" ? textElement : integerElement;
    const array = `[${values.map((value) => elementOf(name, value)).join(",")}]`;
    return `_CAST(${quoted(array)}, 'Array(${type})')`;
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
