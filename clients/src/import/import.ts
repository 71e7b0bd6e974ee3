/** `npm run import -- FORMAT FILE`: sends a file of real reports through the HTTP ingest endpoint. */
import { stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ImportError } from "./import-error.ts";
import { importFile } from "./import-file.ts";
import type { ImportSummary } from "./import-file.ts";
import { formatOf, formats } from "./formats/formats.ts";
import type { FormatOptions } from "./formats/formats.ts";
import type { ImportFormat } from "./import-format.ts";
import { startProgress } from "@qorgau/infra/cli/progress";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { checkEndpoint } from "./send-events.ts";

const exitCodes = { done: 0, someRejected: 1, usage: usageExitCode, fileUnreadable: 3, endpointFailed: 4 } as const;
const defaultUrl = "http://127.0.0.1:8080";
const defaultBatchSize = 1000;
/** The ingest endpoint takes at least so many events in one batch. */
const batchSizeMax = 10_000;

const help = `Usage: npm run import -- FORMAT FILE [options]

Sends every row of FILE (CSV, also packed by gzip; the first sheet of an XLSX; XML) through the HTTP ingest endpoint of a running Qorgau. Sending a file
again changes nothing. A corrected one is sent with a higher --revision: of two contents of one revision either may count. What a row does not state is
not stated; nothing is guessed.
Rows that are refused, those whose keys, codes, days or counts are not of their form, those whose cells a separator has moved, and those that state
other data under a number that an earlier row has, are written to FILE.rejected.ndjson with row, column and reason. Files that a spreadsheet saved are
read as they are: with a byte order mark, in UTF-16, with semicolons or tabs, with 212112.0 for 212112. At the end it prints the watermark to name as
atLeast, so that an answer includes all that was accepted.

Formats:
${Object.entries(formats)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join("\n")}

Options:
  --source URI      the reporter of the rows, such as urn:kz:bin:200140000004
  --columns MAP     a JSON file: by the heading of a column the member that it holds, {"Number": "/subject", "Day": "/data/occurredAt", …}, as the
                    page's desk stores it; a heading that it does not name is not sent, and told at the end
  --entity NAME     of the rows of a table: case, claim or exposure (default case)
  --revision N      of the rows that state none (default 1): one more than before, where a file was corrected; not for esocial-s2210, which states it
  --encoding LABEL  of a CSV file that is neither UTF-8 nor UTF-16, such as windows-1251 (default of n-1) or windows-1252 (of OSHA's files); without
                    it a table in such an encoding is refused
  --url URL         where Qorgau listens (default ${defaultUrl})
  --batch-size N    rows in one request, 1 to ${batchSizeMax} (default ${defaultBatchSize})
  --help            this text

Where Qorgau asks who calls, QORGAU_TOKEN in the environment is a token of the rows' source (npm run tokens).

Exit codes: 0 every row accepted; 1 some rows refused; 2 wrong arguments; 3 the file cannot be read; 4 Qorgau does not answer.
`;

interface Command {
  readonly format: ImportFormat;
  readonly path: string;
  readonly url: string;
  readonly batchSize: number;
}

interface Words extends FormatOptions {
  readonly url: string;
  readonly "batch-size": string;
}

async function commandOf(values: Words, [name, path, ...rest]: readonly string[]): Promise<Command> {
  if (name === undefined || path === undefined) throw new UsageError("Name a format and a file.");
  if (rest.length > 0) throw new UsageError("One file at a time.");
  const batchSize = Number(values["batch-size"]);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > batchSizeMax) {
    throw new UsageError(`--batch-size is a whole number from 1 to ${batchSizeMax}.`);
  }
  if (!URL.canParse(values.url) || !/^https?:/.test(values.url)) throw new UsageError(`--url is an address such as ${defaultUrl}.`);
  const { source, columns, entity, revision, encoding } = values;
  return { format: await formatOf(name, { source, columns, entity, revision, encoding }), path, url: values.url, batchSize };
}

async function run({ format, path, url, batchSize }: Command): Promise<ImportSummary> {
  const size = await stat(path).catch((cause: Error) => {
    throw new ImportError("file_unreadable", `${path} cannot be opened: ${cause.message}`, { cause });
  });
  await checkEndpoint({ url });
  const progress = startProgress({ title: "importing", total: size.size });
  const onProgress = (bytes: number, rows: number) => progress.update(bytes, `${rows} rows`);
  const token = process.env["QORGAU_TOKEN"]?.trim();
  try {
    return await importFile(path, { format, url, batchSize, onProgress, ...(token ? { token } : {}) });
  } finally {
    progress.stop();
  }
}

function textOf(summary: ImportSummary): string {
  const { rows, accepted, rejected, warned, byYear, unsent, rejectedPath, firstRejected, watermark } = summary;
  const lines = [`rows ${rows}, accepted ${accepted}, rejected ${rejected}, accepted with warnings ${warned}`];
  for (const [year, count] of byYear) lines.push(`  ${year}  ${count}`);
  if (unsent.length > 0) {
    const columns = unsent.map(([column, count]) => `${column} (${count} ${count === 1 ? "row" : "rows"})`);
    lines.push(`  not sent, since no member of an event is read from it: ${columns.join(", ")}`);
  }
  lines.push(...firstRejected.map((sentence) => `  refused: ${sentence}`));
  if (rejected > firstRejected.length) lines.push(`  and ${rejected - firstRejected.length} more`);
  if (watermark !== "") lines.push(`To have all of it in an answer: atLeast=${watermark}`);
  if (rejectedPath !== null) lines.push(`What was refused, with reasons: ${rejectedPath}`);
  return `${lines.join("\n")}\n`;
}

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      source: { type: "string" },
      columns: { type: "string" },
      entity: { type: "string" },
      revision: { type: "string" },
      encoding: { type: "string" },
      url: { type: "string", default: defaultUrl },
      "batch-size": { type: "string", default: String(defaultBatchSize) },
    },
  });
  const summary = await run(await commandOf(values, positionals));
  process.stdout.write(textOf(summary));
  return summary.rejected === 0 ? exitCodes.done : exitCodes.someRejected;
}

function exitCodeOf(error: unknown): number | undefined {
  if (!(error instanceof ImportError)) return undefined;
  return error.code === "door_failed" ? exitCodes.endpointFailed : exitCodes.fileUnreadable;
}

await runCommand({ help, run: main, exitCodeOf });
