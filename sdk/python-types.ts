/** Types of Python, made of schemas of the OpenAPI document: a `TypedDict` for an object, a `Literal` for a list of codes. */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const simple: Readonly<Record<string, string>> = { string: "str", integer: "int", number: "float", boolean: "bool", null: "None" };

/** A module with a type for each of these names, and for all that they refer to. */
export function pythonTypes(schemas: Readonly<Record<string, Schema>>, roots: readonly string[]): string {
  const declared = new Map<string, string>();
  const refer = (name: string): string => {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`There is no schema ${name}.`);
    if (!declared.has(name)) {
      // Before its members, which may refer to it.
      declared.set(name, "");
      if (schema.properties === undefined) declared.set(name, `${name} = ${typeOf(schema, name)}`);
      else declared.set(name, objectType(name, schema));
    }
    return JSON.stringify(name);
  };
  const objectType = (name: string, { properties = {}, required = [] }: Schema): string => {
    const members = Object.entries(properties).map(([key, schema]) => {
      const type = typeOf(schema, `${name}${key.slice(0, 1).toUpperCase()}${key.slice(1).replaceAll(/\W/g, "")}`);
      return `        ${JSON.stringify(key)}: ${required.includes(key) ? type : `NotRequired[${type}]`},`;
    });
    return [`${name} = TypedDict(`, `    ${JSON.stringify(name)},`, "    {", ...members, "    },", ")"].join("\n");
  };
  const typeOf = (schema: Schema, name: string): string => {
    if (schema.$ref !== undefined) return refer(schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1));
    if (schema.enum !== undefined) return literal(schema.enum);
    if (schema.const !== undefined) return literal([schema.const]);
    if (schema.anyOf !== undefined) return union(schema.anyOf.map((one, place) => typeOf(one, `${name}${place + 1}`)));
    if (Array.isArray(schema.type)) return union((schema.type as readonly string[]).map((type) => typeOf({ ...schema, type }, name)));
    if (schema.type === "array") return `list[${typeOf(schema.items ?? {}, `${name}Item`)}]`;
    if (schema.type !== "object") return simple[schema.type as string] ?? "Any";
    if (schema.properties === undefined) {
      const { additionalProperties: values } = schema;
      return `dict[str, ${typeof values === "object" ? typeOf(values, `${name}Value`) : "Any"}]`;
    }
    if (name in schemas || declared.has(name)) throw new Error(`The name ${name} is taken.`);
    declared.set(name, "");
    declared.set(name, objectType(name, schema));
    return JSON.stringify(name);
  };
  for (const root of roots) refer(root);
  const head =
    '"""Made of the OpenAPI document of the server: what is sent and read."""\n\nfrom typing import Any, Literal, NotRequired, TypedDict, Union\n';
  return `${head}\n${[...declared.values()].join("\n\n")}\n`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 1 ? (distinct[0] ?? "Any") : `Union[${distinct.join(", ")}]`;
}

function literal(values: readonly unknown[]): string {
  const written = values.map((value) =>
    value === null ? "None" : value === true ? "True" : value === false ? "False" : JSON.stringify(value),
  );
  return `Literal[${written.join(", ")}]`;
}
