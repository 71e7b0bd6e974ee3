/** The parts of a group of settings: its table, which `--help` prints, and a reader that reports every fault instead of throwing. */

export interface Setting {
  readonly name: `QORGAU_${string}`;
  /** What holds where it is not given, as `--help` says it. */
  readonly otherwise: string;
  readonly meaning: string;
  /** How `--check-config` shows a value that holds a secret. */
  readonly mask?: (value: string) => string;
}

/** Settings that are read together into one object; `read` may look at settings of other groups, too. */
export interface SettingsGroup<Values extends object> {
  readonly table: readonly Setting[];
  /** Reads each setting of the table and reports faults by `source.fault`; its result counts only where there is no fault. */
  read(source: SettingsSource): Values;
  /** What a look beyond the environment finds at fault, such as files: one sentence each. Looks, and changes nothing. */
  check?(values: Values): Promise<readonly string[]>;
}

/** The environment of a process, or a part of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface EffectiveSetting {
  readonly value: string;
  readonly given: boolean;
}

/** One reading of the environment: gives values and collects faults. A blank value counts as not given. */
export class SettingsSource {
  readonly faults: string[] = [];
  /** By name: what was read, as text. */
  readonly effective = new Map<string, EffectiveSetting>();
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Adds a fault, a sentence for the operator. */
  fault(sentence: string): void {
    // Groups may read each other's settings; a fault is reported once.
    if (!this.faults.includes(sentence)) this.faults.push(sentence);
  }

  /** Whether the environment has a value that is not blank. */
  isGiven(name: Setting["name"]): boolean {
    return Boolean(this.#environment[name]?.trim());
  }

  /** Gives the trimmed text, or `otherwise` where it is not given. */
  text(name: Setting["name"], otherwise: string): string {
    const value = this.#environment[name]?.trim() || otherwise;
    this.effective.set(name, { value, given: this.isGiven(name) });
    return value;
  }

  /** Null where it is not given. */
  optional(name: Setting["name"]): string | null {
    return this.text(name, "") || null;
  }

  /** Gives one of `choices`; another text is a fault and gives `otherwise`. */
  oneOf<const Choice extends string>(name: Setting["name"], choices: readonly Choice[], otherwise: NoInfer<Choice>): Choice {
    const value = this.text(name, otherwise);
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) this.fault(`${name} is one of ${choices.join(", ")}.`);
    return chosen ?? otherwise;
  }

  /** Gives whether it is `yes`; it is `no` unless given, and any other text is a fault. */
  isYes(name: Setting["name"]): boolean {
    const value = this.text(name, "no");
    if (value !== "yes" && value !== "no") this.fault(`${name} is yes or no.`);
    return value === "yes";
  }

  /** Gives a whole number from `min` to `max`, in decimal digits; anything else is a fault and gives `otherwise`. */
  integer(
    name: Setting["name"],
    { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
  ): number {
    const text = this.text(name, String(otherwise));
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.fault(`${name} is a whole number from ${min} to ${max}.`);
    return otherwise;
  }
}
