/**
 * The OpenAPI document as a page for people: one document without a script, whose parts open and close by themselves. Pure: the same document gives
 * the same page.
 */
import { escapeText, headMarkup, withCode } from "../render/plain-page.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly description?: string; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, Media>> }>>;
}

/** What of an OpenAPI 3.1 document the page shows. Parameters and responses are written out in it, schemas are referred to. */
export interface ReferenceDocument {
  readonly info: { readonly title: string; readonly version: string; readonly summary?: string; readonly description?: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** Descriptions are plain text with names between backticks. */
const prose = (text = "") => withCode(escapeText(text));
const code = (text: string) => `<code>${escapeText(text)}</code>`;
const plain = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** The whole page. `root` is where the service is, seen from the page: `./` or `../`. */
export function referencePage({ info, tags, paths, components }: ReferenceDocument, root: "./" | "../"): string {
  const entries = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Entry => ({ path, method: method.toUpperCase(), operation })),
  );
  const parts = tags.map((tag) => ({ ...tag, entries: entries.filter(({ operation }) => operation.tags?.includes(tag.name) === true) }));
  return `<!doctype html>
<html lang="en">
<head>
${headMarkup({ title: `${escapeText(info.title)} API`, root, sheet: "reference.css" })}
</head>
<body>
<header>
<h1>${escapeText(info.title)} API <small>${escapeText(info.version)}</small></h1>
<p>${prose(info.summary)}</p>
<p>${prose(info.description)}</p>
<p><a href="${root}openapi.json">openapi.json</a> for programs that generate clients · <a href="${root}asyncapi.json">asyncapi.json</a> for those on Kafka · <a href="${root}schemas">JSON Schemas</a> of every event · <a href="${root}v1/rules">every rule id</a> · <a href="${root}">the page with the figures</a></p>
</header>
<nav aria-label="Operations">
${parts.map(contents).join("\n")}
</nav>
<main>
${parts.map(section).join("\n")}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(namedSchema).join("\n")}
</section>
</main>
</body>
</html>
`;
}

function contents({ name, entries }: { readonly name: string; readonly entries: readonly Entry[] }): string {
  const items = entries.map(
    ({ path, method, operation }) =>
      `<li><a href="#${operation.operationId}">${code(`${method} ${path}`)} ${prose(operation.summary)}</a></li>`,
  );
  return `<h2>${escapeText(name)}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function section({
  name,
  description,
  entries,
}: {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly Entry[];
}): string {
  return `<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${escapeText(name)}</h2>
<p>${prose(description)}</p>
${entries.map(operationPart).join("\n")}
</section>`;
}

function operationPart({ path, method, operation }: Entry): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const body =
    requestBody === undefined
      ? ""
      : `<h4>Body</h4>\n<p>${prose(requestBody.description)}</p>\n${Object.entries(requestBody.content).map(mediaPart).join("\n")}`;
  const responseRows = Object.entries(responses).map(
    ([status, response]) =>
      `<tr><th scope="row">${escapeText(status)}</th><td>${prose(response.description)} ${Object.entries(response.content ?? {})
        .map(
          ([type, { schema }]) =>
            `<span class="form">${code(type)}${schema?.$ref === undefined ? "" : ` ${reference(schema.$ref)}`}</span>`,
        )
        .join(" ")}</td></tr>`,
  );
  const examples = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).flatMap(([type, media]) =>
      examplesOf(media).map(({ summary: of, value }) => example(`${status} ${type} ${of}`, value)),
    ),
  );
  return `<article id="${operationId}">
<h3>${code(`${method} ${path}`)} ${prose(summary)}</h3>
<p>${prose(description)}</p>
<pre tabindex="0" role="region" aria-label="curl, ${escapeText(operationId)}"><code>${escapeText(curl(path, method, Object.keys(requestBody?.content ?? {})[0]))}</code></pre>
${parameters.length === 0 ? "" : parametersTable(parameters)}
${body}
<h4>Responses</h4>
<div class="table"><table><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>
${responseRows.join("\n")}
</tbody></table></div>
${examples.join("\n")}
</article>`;
}

function curl(path: string, method: string, bodyType: string | undefined): string {
  const address = `"$QORGAU${path}"`;
  if (bodyType === undefined) return `curl -sS ${method === "GET" ? "" : `-X ${method} `}${address}`;
  return `curl -sS ${address} -H 'content-type: ${bodyType}' --data-binary @body.json`;
}

function parametersTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description, schema = {} }) =>
      `<tr><th scope="row">${code(name)}${required === true ? " <em>required</em>" : ""}</th><td>${escapeText(place)}</td><td>${typeOf(schema)}</td><td>${prose(description)}</td></tr>`,
  );
  return `<h4>Parameters</h4>
<div class="table"><table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Values</th><th scope="col">Meaning</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function mediaPart([type, media]: readonly [string, Media]): string {
  const examples = examplesOf(media).map(({ summary, value }) => example(`${type} ${summary}`, value));
  return `<p>${code(type)} ${media.schema === undefined ? "" : typeOf(media.schema)}</p>\n${examples.join("\n")}`;
}

function examplesOf({ example: single, examples = {} }: Media): { readonly summary: string; readonly value: unknown }[] {
  const named = Object.entries(examples).map(([name, { summary, value }]) => ({ summary: summary ?? name, value }));
  return single === undefined ? named : [{ summary: "", value: single }, ...named];
}

function example(title: string, value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const name = escapeText(`Example: ${title}`.trim());
  return `<details><summary>${name}</summary><pre tabindex="0" role="region" aria-label="${name}"><code>${escapeText(text)}</code></pre></details>`;
}

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);
const reference = (ref: string) => `<a href="#schema-${nameOf(ref)}">${escapeText(nameOf(ref))}</a>`;

/** What a value may be, in a line. */
function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return reference(schema.$ref);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return either.map(typeOf).join(" or ");
  if (schema.const !== undefined) return code(plain(schema.const));
  const type = [schema.type ?? "any"].flat().join(" or ");
  const items = schema.items === undefined ? "" : ` of ${typeOf(schema.items)}`;
  const values = schema.enum === undefined ? "" : `: ${schema.enum.map((value) => code(plain(value))).join(", ")}`;
  const others = typeof schema.additionalProperties === "object" ? ` of any name, each ${typeOf(schema.additionalProperties)}` : "";
  return [`${escapeText(type)}${items}${others}${values}`, ...limitsOf(schema)].join(", ");
}

function limitsOf(schema: Schema): string[] {
  const limits: readonly (readonly [string, unknown])[] = [
    ["default", schema.default],
    ["form", schema.format],
    ["pattern", schema.pattern],
    ["at least", schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum],
    ["at most", schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum],
    ["length from", schema.minLength],
    ["length to", schema.maxLength],
    ["such as", schema.examples?.[0]],
  ];
  return limits.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${code(plain(value))}`]));
}

function namedSchema([name, schema]: readonly [string, Schema]): string {
  return `<details id="schema-${name}"><summary>${escapeText(name)}</summary>
<p>${prose(schema.description)}</p>
${members(schema)}
${(schema.examples ?? []).map((value) => example(name, value)).join("\n")}
</details>`;
}

/** The members of an object, and those of the objects within it. */
function members(schema: Schema): string {
  if (schema.properties === undefined) {
    const inner = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) =>
      one?.properties === undefined ? [] : [one],
    );
    return inner.length > 0 ? inner.map(members).join("\n") : `<p>${typeOf(schema)}</p>`;
  }
  const items = Object.entries(schema.properties).map(([name, member]) => {
    const inner = [member, member.items, ...(member.anyOf ?? [])].find((one) => one?.properties !== undefined);
    const optional = schema.required?.includes(name) === true ? "" : " <em>optional</em>";
    return `<li>${code(name)}${optional} <span class="type">${typeOf(member)}</span> ${prose(member.description)}${inner === undefined ? "" : members(inner)}</li>`;
  });
  return `<ul class="members">\n${items.join("\n")}\n</ul>`;
}
