/** A job that an operator starts and that goes on by itself: one at a time, and what became of the last one. */
interface JobStatus {
  readonly state: "none" | "running" | "done" | "failed";
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly reason: string | null;
}

/** `Progress` is what the job counts; it begins at nothing with every start, and stays as it was when the job has ended. */
export interface OperatorJob<Progress> {
  /** Starts the job, or joins the one under way. */
  start(): JobStatus & Progress;
  status(): JobStatus & Progress;
  /** Starts or joins, and resolves when it has ended; rejects where it failed. */
  run(): Promise<void>;
}

/** `work` reports its progress; where it rejects, `reasonOf` gives the reason in words that repeat nothing of what was sent. */
export function operatorJob<Progress extends object>(
  nothing: Progress,
  work: (report: (progress: Partial<Progress>) => void) => Promise<void>,
  reasonOf: (error: unknown) => string,
): OperatorJob<Progress> {
  let status: JobStatus & Progress = { ...nothing, state: "none", startedAt: null, endedAt: null, reason: null };
  let running: Promise<void> | null = null;
  const now = () => new Date().toISOString();
  const begin = async () => {
    status = { ...nothing, state: "running", startedAt: now(), endedAt: null, reason: null };
    try {
      await work((progress) => (status = { ...status, ...progress }));
      status = { ...status, state: "done", endedAt: now() };
    } catch (error) {
      status = { ...status, state: "failed", endedAt: now(), reason: reasonOf(error) };
      throw error;
    } finally {
      running = null;
    }
  };
  const run = () => {
    running ??= begin();
    return running;
  };
  return {
    start() {
      // How it ends is in the status.
      run().catch(() => {});
      return status;
    },
    status: () => status,
    run,
  };
}
