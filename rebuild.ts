/** `npm run rebuild`: folds the whole log again into new tables, by the running service where there is one, else by itself. */
import { parseArgs } from "node:util";
import { askForRebuild } from "@qorgau/aggregator/rebuild/ask-for-rebuild";
import { rebuildAlone } from "@qorgau/aggregator/rebuild/rebuild-alone";
import { RebuildError } from "@qorgau/aggregator/rebuild/rebuild-error";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings, SettingsError } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { startProgress } from "@qorgau/infra/cli/progress";
import type { Progress } from "@qorgau/infra/cli/progress";

const exitCodes = { done: 0, failed: 1, usage: usageExitCode, logUnusable: 3, noResponse: 4, interrupted: 130 } as const;

const help = `Usage: npm run rebuild -- [options]

Folds the whole log again into new tables; the old ones answer meanwhile, and every number is the same afterwards. The running service
is asked to do it; where none answers, this program does it by itself with the settings of \`npm start\` (QORGAU_DATA and so on). The
store needs room for its tables twice.

Options:
  --url URL   ask the service that listens there, and do nothing where none does
  --help      this text

Where the service asks who calls, QORGAU_TOKEN in the environment is a token that may operate (npm run tokens -- add --operate).

Exit codes: 0 done; 1 failed, the tables are as they were; 2 wrong arguments or settings; 3 there is no log here, or another process has
it; 4 nobody answers at the URL; 130 interrupted.
`;

function readUrl(words: readonly string[]): string | null {
  const { values } = parseArgs({ args: [...words], options: { url: { type: "string" } } });
  if (values.url !== undefined && !/^https?:\/\/\S+$/.test(values.url)) {
    throw new UsageError("--url is an address such as http://127.0.0.1:8080.");
  }
  return values.url ?? null;
}

/** Where the service of these settings listens; null where it takes a free port. */
function localUrl({ listen, port }: Settings): string | null {
  const host = ["0.0.0.0", "::"].includes(listen) ? "127.0.0.1" : listen;
  return port === 0 ? null : `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The bar appears with the first total, which only the service or the log knows. */
function progressBar() {
  let bar: Progress | undefined;
  return {
    update({ folded, total }: { readonly folded: number; readonly total: number }): void {
      if (total === 0) return;
      bar ??= startProgress({ title: "rebuilding", total });
      bar.update(folded, `${folded} of ${total} records`);
    },
    stop: () => bar?.stop(),
  };
}

async function rebuild(url: string | null, settings: Settings, signal: AbortSignal): Promise<string> {
  const bar = progressBar();
  const address = url ?? localUrl(settings);
  try {
    if (address !== null) {
      try {
        const { folded } = await askForRebuild({ url: address, token: settings.token, onProgress: bar.update, signal });
        return `The service at ${address} made all tables anew from ${folded} records.`;
      } catch (error) {
        if (url !== null || !(error instanceof RebuildError && error.code === "no_answer")) throw error;
      }
    }
    await rebuildAlone({ settings, logger: createLogger({ level: "error" }), signal, onProgress: bar.update });
    signal.throwIfAborted();
    return "All tables were made anew.";
  } finally {
    bar.stop();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const url = readUrl(words);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  try {
    process.stdout.write(`${await rebuild(url, readSettings(process.env), interrupted.signal)}\n`);
    return exitCodes.done;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.stderr.write("Interrupted. A service that was asked goes on by itself; otherwise the tables are as they were.\n");
    return exitCodes.interrupted;
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof RebuildError) {
    return { no_answer: exitCodes.noResponse, failed: exitCodes.failed, log_unusable: exitCodes.logUnusable }[error.code];
  }
  return error instanceof SettingsError ? exitCodes.usage : exitCodes.failed;
}

await runCommand({ help, run: main, exitCodeOf });
