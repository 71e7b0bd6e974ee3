/** The demo is made up, and reports for everybody: where reporters need tokens or are listed it could not run, and should not. */
export interface DemoSettings {
  readonly tokensFile: string | null;
  readonly issuer?: object | null;
  readonly reportersFile: string | null;
}

/** One sentence for each setting that is in its way. */
export function whyNoDemo({ tokensFile, issuer = null, reportersFile }: DemoSettings): string[] {
  return [
    ...(tokensFile === null ? [] : [because("QORGAU_TOKENS_FILE", "a token speaks for one reporter alone")]),
    ...(issuer === null ? [] : [because("QORGAU_OIDC_ISSUER", "a token speaks for one reporter alone")]),
    ...(reportersFile === null ? [] : [because("QORGAU_REPORTERS_FILE", "they are not in the list")]),
  ];
}

function because(name: string, reason: string): string {
  return (
    `The demo cannot run with ${name}: it makes up statements of many reporters, and ${reason}. Run it without ${name} and in a folder ` +
    "of its own, such as QORGAU_DATA=demo, so that nothing made up gets among what is real."
  );
}
