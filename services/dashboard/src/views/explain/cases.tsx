/** The cases that a count is made of, and the records that tell of them. */
import { useSignal } from "@preact/signals";
import type { ContributingCase, ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import { get } from "../../data/get.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { language } from "../../state/language.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

interface CasesProps {
  readonly first: ExplainResponse;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** The first page, and further ones as they are wanted: each is of the cut of the first. */
export function Cases({ first, parameters }: CasesProps) {
  const { explain, again, noRows } = texts.value;
  const further = useSignal<readonly ExplainResponse[]>([]);
  const failed = useSignal(false);
  const pages = [first, ...further.value];
  const cases = pages.flatMap((page) => page.cases);
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const more = async () => {
    failed.value = false;
    try {
      const { body } = await get<ExplainResponse>("/v1/explain", { ...parameters, cursor: cursor ?? undefined }, language.peek());
      further.value = [...further.value, body];
    } catch {
      failed.value = true;
    }
  };
  if (cases.length === 0) return <p>{noRows}</p>;
  return (
    <>
      <DataTable
        caption={fill(explain.casesShown, { count: figures.value.count(cases.length) })}
        columns={columnsOf()}
        rows={cases}
        keyOf={({ id }) => id}
      />
      {cursor !== null && (
        <p>
          <button type="button" onClick={() => void more()}>
            {failed.value ? again : explain.more}
          </button>
        </p>
      )}
    </>
  );
}

function columnsOf(): readonly Column<ContributingCase>[] {
  const { explain, columns, dimensions } = texts.value;
  const { day, count, name } = figures.value;
  return [
    { title: explain.case, isWide: true, cell: ({ id }) => <span class="id">{id}</span> },
    { title: explain.occurredOn, cell: ({ date }) => day(date) },
    {
      title: dimensions.severity,
      cell: ({ severity, severityDisputed }) => `${name("severity", severity)}${severityDisputed ? `, ${explain.disputed}` : ""}`,
    },
    { title: columns.count, isNumber: true, cell: (one) => count(one.count), value: (one) => one.count },
    {
      title: explain.records,
      isWide: true,
      cell: ({ statements }) => (
        <ul class="changes">
          {statements.map(({ id, source, subject, revision, role }) => (
            <li key={`${source} ${id}`}>
              {explain.roles[role]} <span class="id">{source}</span> <span class="id">{`${subject}, ${revision}`}</span>
            </li>
          ))}
        </ul>
      ),
    },
  ];
}
