/** The secrets of a subscription: its own, and for a time those that it has replaced, so that no message is refused while its receiver changes over. */

export interface PreviousSecret {
  readonly secret: string;
  /** The instant up to which it signs too. */
  readonly until: string;
}

export interface Secrets {
  readonly secret: string;
  /** The latest first. */
  readonly previousSecrets: PreviousSecret[];
}

/** So that the header of signatures stays short, however often a secret is replaced. */
const previousMax = 3;

/** Those of the earlier secrets that sign too at this instant. */
export function stillSigning(previousSecrets: readonly PreviousSecret[], nowMs: number): PreviousSecret[] {
  return previousSecrets.filter(({ until }) => Date.parse(until) > nowMs);
}

/** What messages are signed with at this instant: its own secret first. */
export function signingSecrets({ secret, previousSecrets }: Secrets, nowMs: number): string[] {
  return [secret, ...stillSigning(previousSecrets, nowMs).map((one) => one.secret)];
}

/** Until when more than its own secret signs; null where it alone does. */
export function previousSecretUntil({ previousSecrets }: Secrets, nowMs: number): string | null {
  return (
    stillSigning(previousSecrets, nowMs)
      .map(({ until }) => until)
      .toSorted()
      .at(-1) ?? null
  );
}

/**
 * Puts a new secret in the place of the one there is. Every earlier one signs for `previousSeconds` more at most: none does for 0. The latest three are kept,
 * since a caller whose response was lost asks again, while its receiver has the first one still.
 */
export function rotateSecret(
  { secret, previousSecrets }: Secrets,
  replacing: { readonly secret: string; readonly previousSeconds: number; readonly nowMs: number },
): Secrets {
  const { nowMs, previousSeconds } = replacing;
  const until = new Date(nowMs + 1000 * previousSeconds).toISOString();
  const earlier = stillSigning(previousSecrets, nowMs).map((one) => (one.until < until ? one : { ...one, until }));
  const latest = [{ secret, until }, ...earlier].slice(0, previousMax);
  return { secret: replacing.secret, previousSecrets: stillSigning(latest, nowMs) };
}
