/** Groups of settings, put together to those of a program: read once, all faults reported together, frozen. */
import { CodedError } from "@qorgau/schemas/coded-error";
import { SettingsSource } from "./settings-group.ts";
import type { Environment, Setting, SettingsGroup } from "./settings-group.ts";

/** Thrown with all faults at once, one sentence each. */
export class SettingsError extends CodedError<"settings_unusable"> {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super("settings_unusable", `The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- any group, whatever it gives
export type AnyGroup = SettingsGroup<any>;
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void ? All : never;
/** All that the groups give. */
export type SettingsOf<Groups extends readonly AnyGroup[]> = Readonly<AllOf<ReturnType<Groups[number]["read"]>>>;

export interface ReadSettings<Values> {
  readonly values: Values;
  /** The settings in force, secrets masked: one line each, those of `--help` in its order. */
  readonly lines: readonly string[];
}

/** The settings of one program. */
export interface ProgramSettings<Values> {
  readonly table: readonly Setting[];
  /** Throws a SettingsError that names every fault. */
  read(environment: Environment): ReadSettings<Values>;
  /** What the groups' own checks find beyond the environment: one sentence each. */
  check(values: Values): Promise<readonly string[]>;
}

/** The values that a program's settings have. */
export type ValuesOf<Program> = Program extends ProgramSettings<infer Values> ? Values : never;

/**
 * `family` gives every setting of all programs. A name that is none of them is refused, since a mistyped one would be a setting silently not
 * made; one of another program is ignored, so that they may share an environment.
 */
export function composeSettings<const Groups extends readonly AnyGroup[]>(
  groups: Groups,
  family: () => readonly Setting[],
): ProgramSettings<SettingsOf<Groups>> {
  const table = tableOf(groups);
  return {
    table,
    read(environment) {
      const source = new SettingsSource(environment);
      const values = Object.assign({}, ...groups.map((group) => group.read(source) as object)) as SettingsOf<Groups>;
      const faults = [...unknownSettings(environment, family()), ...source.faults];
      if (faults.length > 0) throw new SettingsError(faults);
      return { values: Object.freeze(values), lines: table.map((setting) => effectiveLine(setting, source)) };
    },
    check: async (values) => (await Promise.all(groups.map(async (group) => (await group.check?.(values)) ?? []))).flat(),
  };
}

/** Gives the settings of all groups, in their order. */
export function tableOf(groups: readonly AnyGroup[]): readonly Setting[] {
  return groups.flatMap(({ table }) => table);
}

function unknownSettings(environment: Environment, known: readonly Setting[]): string[] {
  const names = new Set<string>(known.map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith("QORGAU_") && !names.has(name))
    .map((name) => `${name} is no setting of this program. Its settings are listed by --help.`);
}

function effectiveLine({ name, mask = (value) => value }: Setting, { effective }: SettingsSource): string {
  const { value, given } = effective.get(name) ?? { value: "", given: false };
  return `${name}=${value === "" ? "" : mask(value)}${given ? "" : "   (not given)"}`;
}

/** Gives the table as text for `--help`. */
export function helpOf(table: readonly Setting[]): string {
  const width = Math.max(...table.map(({ name }) => name.length));
  return table
    .map(({ name, otherwise, meaning }) => `  ${name.padEnd(width)}  ${meaning}\n  ${"".padEnd(width)}  otherwise: ${otherwise}`)
    .join("\n");
}
