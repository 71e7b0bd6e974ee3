/**
 * The program, but it ends itself, as by `kill -9`, after a step of one of its flushes: `node crashing-qorgau.ts <flush> <step>`.
 * Wired by `start.ts`, so that what dies is what runs in production.
 */
import { createLogger } from "@qorgau/infra/process/logger";
import { runUntilSignal } from "@qorgau/infra/process/run-until-signal";
import { readSettings } from "@qorgau/infra/settings/settings";
import { start } from "../../start.ts";

const [crashFlush, crashStep] = process.argv.slice(2).map(Number);
let flushes = 0;

const settings = readSettings(process.env);
const logger = createLogger({ level: settings.logLevel });
const running = await start(settings, logger, (step) => {
  if (step === 1) flushes += 1;
  if (flushes >= crashFlush! && step === crashStep) process.kill(process.pid, "SIGKILL");
});
logger.info({ url: running.url }, "listening");
process.exitCode = await runUntilSignal(running, logger);
