/** A page of a reporter's dead letters, the one that was written last first. Pure. */
import { originKey } from "@qorgau/schemas/events/kafka-messages";
import type { MessageOrigin } from "@qorgau/schemas/events/kafka-messages";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import type { Fault } from "@qorgau/schemas/faults";
import type { DeadLetterRow, DeadLettersResponse } from "@qorgau/schemas/responses/dead-letters-response";
import { writePageCursor } from "../../paging/domain/page-cursor.ts";
import { requestOf } from "./dead-letters-query.ts";
import type { DeadLettersQuery } from "./dead-letters-query.ts";

/** A dead letter as the topic has it. */
export interface DeadLetterFacts {
  readonly origin: MessageOrigin;
  readonly reporter: string;
  readonly writtenAt: string;
  readonly sentAt: string | null;
  readonly times: number;
  readonly id: string | null;
  readonly subject: string | null;
  readonly type: string | null;
  readonly faults: number;
  readonly errors: readonly Fault[];
  readonly replayed: { readonly position: string; readonly recordedAt: string } | null;
}

export type DeadLettersPage = Pick<DeadLettersResponse, "rows" | "nextCursor">;

/** At most `limit` of the reporter's, those after the cursor's place. What was written since the first page comes before it. */
export function deadLettersPage({ source, limit, after }: DeadLettersQuery, deadLetters: Iterable<DeadLetterFacts>): DeadLettersPage {
  const keyed = [...deadLetters].filter(({ reporter }) => reporter === source).map((one) => ({ key: rowKeyOf(one), one }));
  const rest = keyed.filter(({ key }) => after === null || key < after).toSorted((a, b) => (a.key < b.key ? 1 : -1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const isLast = last === undefined || rest.length === page.length;
  return {
    rows: page.map(({ one }) => rowOf(one)),
    nextCursor: isLast ? null : writePageCursor(requestOf(source), { watermark: new Map(), after: last.key }),
  };
}

/** Orders rows, and is unique: there is one of each origin. */
function rowKeyOf({ writtenAt, origin }: DeadLetterFacts): string {
  return `${writtenAt} ${originKey(origin)}`;
}

const masked = (text: string | null) => (text === null ? null : maskIins(text));

function rowOf({ origin, replayed, ...facts }: DeadLetterFacts): DeadLetterRow {
  const { writtenAt, sentAt, times, id, subject, type, faults, errors } = facts;
  return {
    ...origin,
    writtenAt,
    sentAt,
    times,
    // The ingest endpoint keeps of an event what it has checked; nothing here rests on that alone.
    id: masked(id),
    subject: masked(subject),
    type: masked(type),
    faults,
    errors: [...errors],
    replayed: replayed === null ? null : { position: replayed.position, recordedAt: replayed.recordedAt },
  };
}
