/** Kills the whole program again and again while cases are told, corrected and read. */
import { correctedStream } from "../generators/corrected-stream.ts";
import { seededRandom } from "../generators/random.ts";
import { openLogOf } from "../end-to-end/program/log-profile.ts";
import { EndedEarly, startQorgau } from "../end-to-end/program/qorgau-process.ts";
import type { QorgauProcess } from "../end-to-end/program/qorgau-process.ts";
import { askAtTheEnd } from "./ask-at-the-end.ts";
import type { WholeLog } from "./recount.ts";
import { createSoakReader } from "./soak-reader.ts";
import type { SoakReader } from "./soak-reader.ts";
import { createSoakSender } from "./soak-sender.ts";
import type { SoakSender } from "./soak-sender.ts";
import { wholeLogOf } from "./whole-log.ts";

export interface SoakOptions {
  readonly directory: string;
  readonly kills: number;
  readonly seed: number;
  /** No further life begins once it says so. */
  readonly isOver?: () => boolean;
  readonly onKill?: (kills: number) => void;
}

/** What is judged afterwards: see `judge-soak.ts`. */
export interface SoakEvidence {
  readonly kills: Readonly<Record<string, number>>;
  readonly sender: Pick<SoakSender, "sent" | "acknowledged" | "failures" | "longestSilenceMs">;
  readonly reader: Pick<SoakReader, "seen" | "breaches" | "reasked" | "longestStandstillMs">;
  readonly log: WholeLog;
}

type Kill = "random" | 1 | 2 | 3 | 4 | 5 | 6 | 7;
const steps = [1, 2, 3, 4, 5, 6, 7] as const;
/** A life ends at the latest flush, or the latest instant, of these. */
const crashFlushMax = 6;
const lifeMs = { min: 50, max: 650 };

/** Every third kill at a random instant, the others at each step of a flush in turn. */
function killOf(life: number): Kill {
  return life % 3 === 0 ? "random" : steps[(life - Math.ceil(life / 3)) % steps.length]!;
}

export async function runSoak({ directory, kills, seed, isOver = () => false, onKill = () => {} }: SoakOptions): Promise<SoakEvidence> {
  const startedMs = Date.now();
  const random = seededRandom(seed);
  const sender = createSoakSender(correctedStream(seed), random);
  const reader = createSoakReader(random);
  const killed: Record<string, number> = {};
  for (let life = 0; life < kills && !isOver(); life += 1) {
    const kill = killOf(life);
    await live(directory, kill, random, sender, reader);
    const kind = kill === "random" ? "at random instants" : `after step ${kill}`;
    killed[kind] = (killed[kind] ?? 0) + 1;
    onKill(life + 1);
  }
  const lastLife = await startQorgau(directory);
  await askAtTheEnd(lastLife, sender, reader, () => startedMs + random() * (Date.now() - startedMs));
  const log = await openLogOf(directory);
  const whole = await wholeLogOf(log);
  await log.close();
  return { kills: killed, sender, reader, log: whole };
}

/** One life of the program, from its start to its kill. */
async function live(directory: string, kill: Kill, random: () => number, sender: SoakSender, reader: SoakReader): Promise<void> {
  const qorgau = await startForKill(directory, kill, random);
  if (qorgau === null) return;
  const load = Promise.all([sender.sendUntilGone(qorgau.url), reader.pollUntilGone(qorgau.url)]);
  if (kill === "random") {
    await new Promise((resolve) => setTimeout(resolve, lifeMs.min + random() * (lifeMs.max - lifeMs.min)));
    await qorgau.kill();
  }
  await Promise.all([qorgau.gone, load]);
}

/** Null where it died, as it was told to, while it folded what the life before had left. */
async function startForKill(directory: string, kill: Kill, random: () => number): Promise<QorgauProcess | null> {
  if (kill === "random") return startQorgau(directory);
  const crash = ["test/soak/crashing-qorgau.ts", String(1 + Math.floor(random() * crashFlushMax)), String(kill)];
  try {
    return await startQorgau(directory, {}, crash);
  } catch (error) {
    if (error instanceof EndedEarly && error.signal === "SIGKILL") return null;
    throw error;
  }
}
