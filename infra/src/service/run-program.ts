/** A service as a program: `--help`, `--check-config`, its settings, its life until a signal, its exit code. */
import { createLogger } from "../process/logger.ts";
import type { Logger } from "../process/logger.ts";
import { runUntilSignal } from "../process/run-until-signal.ts";
import type { GeneralSettings } from "../settings/general-settings.ts";
import type { ListenSettings } from "../settings/listen-settings.ts";
import { startTraces } from "../traces/start-traces.ts";
import type { TraceSettings } from "../traces/start-traces.ts";
import { helpOf, SettingsError } from "../settings/compose-settings.ts";
import type { ProgramSettings } from "../settings/compose-settings.ts";
import type { Environment } from "../settings/settings-group.ts";
import type { StartedService } from "./start-service.ts";

/** After the stop: what a library has left behind, such as a pause before a request that nobody waits for any more, does not hold the process. */
const lingerMsMax = 500;

type CommonSettings = GeneralSettings & ListenSettings & TraceSettings;

/** What `runProgram` needs of a service: its help, its settings and their checks, and its start. */
export interface Program<Values extends CommonSettings> {
  /** Its name in traces. */
  readonly service: string;
  /** What it is and how it is started: the head of `--help`. */
  readonly help: string;
  readonly settings: ProgramSettings<Values>;
  /** Words of the command line it takes besides `--help` and `--check-config`. */
  readonly options?: readonly string[];
  /** Which settings forbid these words of the command line; one sentence for each. */
  forbids?(values: NoInfer<Values>, words: readonly string[]): readonly string[];
  /** What `--check-config` looks at besides the files of the settings themselves; one sentence for each fault. */
  check?(values: NoInfer<Values>): Promise<readonly string[]>;
  start(values: NoInfer<Values>, logger: Logger, words: readonly string[]): Promise<StartedService>;
  onListening?(listening: Listening): void;
}

/** What `onListening` gets once the routes respond. `url` has the port in use. */
export interface Listening {
  readonly url: string;
  /** The words of the command line. */
  readonly words: readonly string[];
  /** Ends what is started now. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

export interface CommandLine {
  readonly words: readonly string[];
  readonly environment: Environment;
}

/** Ends with the exit code set: 0 stopped by a signal, 1 failed or unusable settings, 2 wrong command line. */
export async function runProgram<Values extends CommonSettings>(
  program: Program<Values>,
  { words, environment }: CommandLine = { words: process.argv.slice(2), environment: process.env },
): Promise<void> {
  try {
    process.exitCode = await run(program, words, environment);
  } catch (error) {
    process.stderr.write(`${error instanceof SettingsError ? error.message : cannotStart(error)}\n`);
    process.exitCode = 1;
  }
}

function cannotStart(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return `Qorgau cannot start: ${message}${isTaken ? ". Stop what listens there, or choose another port with QORGAU_PORT." : ""}`;
}

async function run<Values extends CommonSettings>(
  program: Program<Values>,
  words: readonly string[],
  environment: Environment,
): Promise<number> {
  const help = `${program.help}
  --help            this text
  --check-config    reads the settings and the files they name, tells every fault, and starts nothing

Settings, from the environment:
${helpOf(program.settings.table)}
`;
  const known = ["--help", "--check-config", ...(program.options ?? [])];
  // An option that ends with `=` takes a value.
  const unknown = words.find((word) => !known.some((one) => (one.endsWith("=") ? word.startsWith(one) : word === one)));
  if (unknown !== undefined) {
    process.stderr.write(`${unknown} is no option of this program.\n\n${help}`);
    return 2;
  }
  if (words.includes("--help")) {
    process.stdout.write(help);
    return 0;
  }
  return words.includes("--check-config") ? checkConfig(program, words, environment) : serve(program, words, environment);
}

async function checkConfig<Values extends CommonSettings>(
  program: Program<Values>,
  words: readonly string[],
  environment: Environment,
): Promise<number> {
  const { values, lines } = program.settings.read(environment);
  const forbidden = program.forbids?.(values, words) ?? [];
  const faults = [...forbidden, ...(await program.settings.check(values)), ...((await program.check?.(values)) ?? [])];
  if (faults.length > 0) throw new SettingsError(faults);
  process.stdout.write(`${lines.join("\n")}\n`);
  process.stderr.write("These settings can be used.\n");
  return 0;
}

async function serve<Values extends CommonSettings>(
  program: Program<Values>,
  words: readonly string[],
  environment: Environment,
): Promise<number> {
  const { values } = program.settings.read(environment);
  const forbidden = program.forbids?.(values, words) ?? [];
  if (forbidden.length > 0) throw new SettingsError(forbidden);
  const { logLevel, listen, open, drainSeconds } = values;
  const logger = createLogger({ level: logLevel });
  if (open) logger.warn({ listen }, "QORGAU_OPEN=yes: anybody who reaches the port can send events and read figures");
  // Before its parts, which look whether somebody traces as they are put together.
  const traces = await startTraces({ ...values, service: program.service, logger });
  const running = await program.start(values, logger, words);
  const stopping = new AbortController();
  const announce = async () => {
    await running.started;
    if (stopping.signal.aborted) return;
    logger.info({ url: running.url }, "listening");
    program.onListening?.({ url: running.url, words, signal: stopping.signal, logger });
  };
  announce().catch((error: unknown) => {
    if (!stopping.signal.aborted) process.stderr.write(`${cannotStart(error)}\n`);
  });
  const stop = () => {
    stopping.abort();
    return running.stop();
  };
  const exitCode = await runUntilSignal({ failed: running.failed, stop }, logger, drainSeconds * 1000);
  await traces?.stop();
  setTimeout(() => process.exit(exitCode), lingerMsMax).unref();
  return exitCode;
}
