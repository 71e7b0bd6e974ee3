/**
 * Every code that an error of this program may have: what it means, and whether the same may succeed later without anybody doing anything.
 * Codes are what programs decide by; messages are for people and may change. The list only grows; `docs/errors.md` is held to it by a test.
 */
interface ErrorMeaning {
  readonly retryable: boolean;
  readonly meaning: string;
}

const later = (meaning: string) => ({ retryable: true, meaning }) as const;
const final = (meaning: string) => ({ retryable: false, meaning }) as const;

const codes = {
  store_unavailable: later("The store does not answer: the connection is refused or lost, or the engine starts, stops or is overloaded."),
  store_timeout: later("The store did not answer in time."),
  store_exhausted: later("The store has no room on its disk, or no memory, at the moment; repeating at once does not help."),
  store_denied: final("User or password of the store are wrong, or the user lacks a right."),
  store_no_database: final("The store has no database of this name."),
  store_condition: final("What an insert was to depend on does not hold: nothing was inserted."),
  store_rejected: final("The store answered with another error of its own."),
  store_row_shape: final("The rows that came back are not of the declared shape."),
  links_too_many: final("A batch touches more statements than are read at once."),
  migration_refused: final("The store and the program do not belong together; nothing was changed."),
  log_unavailable: later("The log takes nothing now: full queue, full disk, no leader. What was sent may or may not be durable."),
  append_refused: final("The log will never take this append: over a limit, of broken Unicode, or for no partition."),
  log_locked: final("Another process has the log."),
  log_corrupt: final("What the log holds differs from what was configured or written."),
  log_closed: final("The log was closed by this process."),
  kafka_unreachable: later("No broker answers at the addresses given."),
  kafka_unavailable: later("Brokers answer, but cannot serve this now: no leader, too few replicas in sync, too slow."),
  kafka_wrong_credentials: final("Wrong user or password."),
  kafka_not_authorized: final("The user is known and may not do this."),
  kafka_tls_failed: final("No TLS where it is demanded, TLS where there is none, or a certificate that is not trusted."),
  kafka_topic_missing: final("There is no such topic."),
  kafka_topic_differs: final("A topic is set otherwise than it must be."),
  kafka_refused: final("The cluster will never take this: too large, or not valid."),
  kafka_offset_gone: final("An offset that the topic does not hold: not yet, or no more."),
  kafka_member_lost: later("The group gave this member's partitions to others; it joins again by itself."),
  kafka_library_differs: final("The client library is another one than the program is written for."),
  kafka_closed: final("The connection was closed by this process."),
  kafka_failed: final("Anything else of a cluster that repeating does not mend."),
  file_unusable: final("The file is not what an export of the log writes, or not all of it."),
  file_exists: final("There is such a file already."),
  log_empty: final("The log to be exported holds nothing."),
  log_not_empty: final("Something stands in the log that is to be imported into."),
  not_verified: final("What was read back is not what was written."),
  proof_differs: final("The log is not the one that its checkpoints were signed for."),
  signing_failed: later("The program that signs gave no signature of its public key, or not in time."),
  signing_key_unusable: final("The signing key is missing, holds something else, or others can read it."),
  turn_lost: final("Another member holds the publisher lease now: what was under way was not published."),
  late_block: later("A block of an earlier lease landed meanwhile: nothing was published, and its rows are counted again first."),
  turn_not_held: final("This member does not hold the publisher lease."),
  no_answer: final("Nobody answers at the address where a rebuild was asked for, or somebody else does."),
  failed: final("The service refused the rebuild, or it failed."),
  log_unusable: final("There is no log here to rebuild from, or another process has it."),
  no_tokens_file: final("The tokens file is not there."),
  tokens_unreadable: final("The tokens file cannot be used."),
  tokens_busy: final("Another process is writing the tokens file."),
  token_rotating: final("The token and another in its place are valid already."),
  no_such_token: final("There is no token of this name."),
  claim_rules_unusable: final("The rules of the issuer's claims cannot be used."),
  subject_key_unusable: final("The file of the key of subjects cannot be made or used."),
  key_missing: final("The log has statements and the file of the pseudonym key is not there."),
  key_not_configured: final("There is no file of the pseudonym key and this start may not make one."),
  key_of_another_log: final("The log was begun with another pseudonym key."),
  key_open_to_others: final("Others can read the file of the pseudonym key."),
  key_unreadable: final("The file of the pseudonym key holds something else."),
  disclosure_key_unusable: final(
    "The file of the disclosure key is not there, holds something else, can be read by others, or is not the log's.",
  ),
  reporters_unusable: final("The list of reporters cannot be used."),
  receiver_failed: later("A receiver of webhooks could not be reached, in time or at an address that may be sent to."),
  settings_unusable: final("The settings cannot be used."),
  usage: final("The command line asks for what there is not."),
  file_unreadable: final("The file to be imported cannot be opened, is cut off, or is not of the kind named."),
  door_failed: final("The ingest endpoint did not answer an import, or refused a request as a whole."),
  request_refused: final("A request is answered by a problem document; its rule ids say why."),
  caller_gone: final("The caller left before its answer."),
  memory_full: final("The caller's share of the memory has no room for more of this body."),
  spool_full: final("There is no room for more results; all that was written before is kept."),
  rows_too_many: final("The question has too many rows: told before they are worked out."),
  tied_too_many: final("Too many statements are tied to one another for a history to be worked out."),
  cells_too_many: final("What an answer is computed from is too much, whatever its rows."),
  answer_unavailable: later("What an answer is read from changes at the moment, or is away."),
  answer_queue_full: later("Too many requests of this kind wait already."),
  answer_refused: final("The request asks for something that nothing can answer."),
  answer_not_found: final("There is nothing of the name that was asked for at this cut."),
  answer_conflict: final("What was asked for does not go with what is there: another release, revision or number of subscriptions."),
} satisfies Readonly<Record<string, ErrorMeaning>>;

export type ErrorCode = keyof typeof codes;
export const errorCodes: Readonly<Record<ErrorCode, ErrorMeaning>> = codes;
