/** Signs messages as Standard Webhooks 1.0 has it (standardwebhooks.com), so that receivers verify them with the libraries there are. */
import { createHmac, randomBytes } from "node:crypto";

const secretPrefix = "whsec_";
/** The specification wants 24 to 64. */
const secretBytes = 32;

/** Gives a new secret: 256 random bits as `whsec_` and Base64. */
export const makeWebhookSecret = (): string => secretPrefix + randomBytes(secretBytes).toString("base64");

export interface SignedMessage {
  /** Stays the same at every attempt, so that a receiver knows what it has already. */
  readonly id: string;
  /** Of the attempt, in milliseconds since the epoch; receivers refuse what is some minutes old. */
  readonly sentMs: number;
  readonly body: string;
}

/**
 * Gives the headers that a message is sent with: `webhook-id`, `webhook-timestamp` in whole seconds, and `webhook-signature`, with a signature by each
 * secret in their order, separated by spaces: while a secret is replaced, a receiver has either.
 */
export function signedHeaders(secrets: readonly string[], { id, sentMs, body }: SignedMessage): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(sentMs / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
