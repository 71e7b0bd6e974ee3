/** What a permanent rule id says. Ids are never reused and never change their meaning; texts may be mended. */
export interface Rule {
  /** An error refuses the input; a warning lets it in. */
  readonly level: "error" | "warning";
  /**
   * What is wrong and how to mend it. `{name}` is filled in from this code's own lists and limits, never with a value that was
   * sent: that could be a personal identifier.
   */
  readonly message: { readonly en: string; readonly ru: string; readonly kk: string };
}

export type RuleSet = Readonly<Record<`QG-${number}`, Rule>>;
