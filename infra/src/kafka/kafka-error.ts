/** What goes wrong with a Kafka cluster, as a closed list of codes, each with a sentence that says what to do. */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { ErrorCode } from "@qorgau/schemas/error-codes";

/** The codes of `error-codes.ts` that begin with `kafka_`. */
export type KafkaErrorCode = Extract<ErrorCode, `kafka_${string}`>;

/** An error of a cluster. `retryable` says whether the same may succeed later. */
export class KafkaError extends CodedError<KafkaErrorCode> {}

/** What the message of an error says of the connection; never a password. */
export interface KafkaAddress {
  readonly brokers: readonly string[];
  readonly user: string | null;
  readonly tls: boolean;
}

/** The library's errors wrap each other; the innermost says what happened. */
interface LibraryError {
  readonly name: string;
  readonly message: string;
  readonly type: string | null;
  readonly code: string | null;
  readonly broker: string | null;
  readonly retriable: boolean;
}

/**
 * Gives a KafkaError for an error of kafkajs, by the first of its causes that is known. An unknown one is `kafka_unavailable` where the library
 * calls it retriable, otherwise `kafka_failed`. A KafkaError comes back as it is.
 */
export function kafkaErrorOf(error: unknown, address: KafkaAddress): KafkaError {
  if (error instanceof KafkaError) return error;
  const chain = chainOf(error);
  const code = codeOf(chain, address);
  return new KafkaError(code, sentenceOf(code, chain.at(-1)?.message ?? String(error), address), { cause: error });
}

/** `host:port` of the broker that let a request or a connection wait too long; null where that is not what happened. */
export function hangingBrokerOf(error: unknown): string | null {
  const found = chainOf(error).find(({ name, message }) => name === "KafkaJSRequestTimeoutError" || message === "Connection timeout");
  return found?.broker ?? null;
}

function chainOf(error: unknown): LibraryError[] {
  const chain: LibraryError[] = [];
  for (let at = error; at instanceof Error && chain.length < 10; at = at.cause) {
    const fields = at as { type?: unknown; code?: unknown; broker?: unknown; retriable?: unknown };
    chain.push({
      name: at.name,
      message: at.message,
      type: typeof fields.type === "string" ? fields.type : null,
      code: typeof fields.code === "string" ? fields.code : null,
      broker: typeof fields.broker === "string" ? fields.broker : null,
      retriable: fields.retriable === true,
    });
  }
  return chain;
}

const codeOfType: Readonly<Record<string, KafkaErrorCode>> = {
  SASL_AUTHENTICATION_FAILED: "kafka_wrong_credentials",
  TOPIC_AUTHORIZATION_FAILED: "kafka_not_authorized",
  GROUP_AUTHORIZATION_FAILED: "kafka_not_authorized",
  CLUSTER_AUTHORIZATION_FAILED: "kafka_not_authorized",
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: "kafka_not_authorized",
  UNKNOWN_TOPIC_OR_PARTITION: "kafka_topic_missing",
  INVALID_TOPIC_EXCEPTION: "kafka_topic_missing",
  OFFSET_OUT_OF_RANGE: "kafka_offset_gone",
  MESSAGE_TOO_LARGE: "kafka_refused",
  RECORD_LIST_TOO_LARGE: "kafka_refused",
  INVALID_TIMESTAMP: "kafka_refused",
  INVALID_RECORD: "kafka_refused",
  POLICY_VIOLATION: "kafka_refused",
  REBALANCE_IN_PROGRESS: "kafka_member_lost",
  UNKNOWN_MEMBER_ID: "kafka_member_lost",
  ILLEGAL_GENERATION: "kafka_member_lost",
  FENCED_INSTANCE_ID: "kafka_member_lost",
};

const tlsFailure = /certificate|self.signed|\bssl\b|\btls\b|EPROTO|unable to verify|altname/i;
/** The library does not repeat these, although a coordinator that is being replaced, or a broker that is slow, comes back. */
const transientErrors: ReadonlySet<string> = new Set(["KafkaJSGroupCoordinatorNotFound", "KafkaJSTimeout", "KafkaJSLockTimeout"]);
const connectionErrors: ReadonlySet<string> = new Set(["KafkaJSConnectionError", "KafkaJSConnectionClosedError"]);

function codeOf(chain: readonly LibraryError[], address: KafkaAddress): KafkaErrorCode {
  for (const { name, type, message, code } of chain) {
    if (name === "KafkaJSSASLAuthenticationError") return "kafka_wrong_credentials";
    const known = type === null ? undefined : codeOfType[type];
    if (known !== undefined) return known;
    if (connectionErrors.has(name) || name === "Error") {
      if (tlsFailure.test(`${message} ${code ?? ""}`)) return "kafka_tls_failed";
    }
    if (connectionErrors.has(name)) return "kafka_unreachable";
    if (/Unsupported SASL|SASL handshake/i.test(message) && address.user !== null) return "kafka_wrong_credentials";
  }
  return chain.some(({ name, retriable }) => retriable || transientErrors.has(name)) ? "kafka_unavailable" : "kafka_failed";
}

function sentenceOf(code: KafkaErrorCode, reason: string, { brokers, user, tls }: KafkaAddress): string {
  const at = brokers.join(", ");
  switch (code) {
    case "kafka_unreachable":
      return `No Kafka broker answers at ${at} (${reason}). Check the addresses and that the brokers run${
        tls ? "" : "; a broker that wants TLS hangs up on a connection without it"
      }${user === null ? "; so does one that wants a user and a password" : ""}.`;
    case "kafka_unavailable":
      return `The Kafka cluster at ${at} cannot serve this now (${reason}). It goes on by itself once that is mended.`;
    case "kafka_wrong_credentials":
      return `The Kafka brokers at ${at} refuse ${user === null ? "a connection without a user" : `user "${user}" with this password`} (${reason}).`;
    case "kafka_not_authorized":
      return `The Kafka brokers at ${at} do not let ${user === null ? "an unnamed user" : `user "${user}"`} do this (${reason}). Grant it in the cluster's access control.`;
    case "kafka_tls_failed":
      return `No TLS connection to the Kafka brokers at ${at} (${reason}). Check that they speak TLS at this port, and the file of the certificate authority.`;
    case "kafka_topic_missing":
      return `The Kafka cluster at ${at} does not hold a topic or partition that is needed (${reason}).`;
    default:
      return `The Kafka cluster at ${at}: ${reason}`;
  }
}
