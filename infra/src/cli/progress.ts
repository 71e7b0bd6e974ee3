/** Progress for a person: a bar on a terminal, otherwise a plain line every few seconds, so that a log stays readable. */
import { SingleBar, Presets } from "cli-progress";

const plainLineIntervalMs = 5000;

/** A progress display that is shown until `stop`, which prints the last line that was not printed yet. */
export interface Progress {
  /** Work done so far, in the unit of the total, and what to say of it. */
  update(done: number, note: string): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  readonly stream?: NodeJS.WriteStream;
}

/** Shows a bar where `stream`, standard error unless given, is a terminal; otherwise a line at most every 5000 ms. The caller ends it with `stop`. */
export function startProgress({ title, total, stream = process.stderr }: ProgressOptions): Progress {
  return stream.isTTY ? barOn(stream, title, total) : linesOn(stream, title, total);
}

function barOn(stream: NodeJS.WriteStream, title: string, total: number): Progress {
  const bar = new SingleBar(
    { stream, format: `${title} {bar} {percentage} % · {note} · {eta_formatted} left`, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(total, 0, { note: "" });
  return {
    update: (done, note) => bar.update(Math.min(done, total), { note }),
    stop: () => bar.stop(),
  };
}

function linesOn(stream: NodeJS.WriteStream, title: string, total: number): Progress {
  let saidAtMs = Date.now();
  let last = "";
  const say = (line: string) => {
    if (line !== "" && stream.writable) stream.write(`${line}\n`);
    last = "";
  };
  return {
    update(done, note) {
      last = `${title} ${Math.min(100, Math.floor((100 * done) / Math.max(1, total)))} % · ${note}`;
      if (Date.now() - saidAtMs < plainLineIntervalMs) return;
      saidAtMs = Date.now();
      say(last);
    },
    stop: () => say(last),
  };
}
