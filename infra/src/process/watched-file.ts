/**
 * A file whose content takes effect without a restart. Where the changed file cannot be used, the last content that could be used stays in force,
 * and the file is read again at every look until it can: the cause need not be visible in its version.
 */
import { stat } from "node:fs/promises";

const lookAgainMs = 500;

export interface WatchedFileOptions<Content> {
  readonly file: string;
  /** Rejects where the file cannot be used. */
  readonly read: (file: string) => Promise<Content>;
  readonly onChange: (content: Content) => void;
  /** Called once for each reason. */
  readonly onFault: (reason: string) => void;
}

export interface WatchedFile<Content> {
  current(): Content;
  /** Looks whether the file has changed, unless that was done just now; resolves once a change is in force. */
  refresh(): Promise<void>;
}

/** Rejects as `read` does where the file cannot be used now. */
export async function watchFile<Content>({ file, read, onChange, onFault }: WatchedFileOptions<Content>): Promise<WatchedFile<Content>> {
  // Looked at before it is read: a change in between is read again.
  let usedVersion: string | null = await versionOf(file);
  let content = await read(file);
  let loggedFault: string | null = null;
  let lookedAtMs = performance.now();
  let looking: Promise<void> | null = null;

  const look = async () => {
    const version = await versionOf(file);
    if (version === usedVersion) return;
    usedVersion = null;
    try {
      content = await read(file);
    } catch (error) {
      const reason = (error as Error).message;
      if (reason !== loggedFault) onFault(reason);
      loggedFault = reason;
      return;
    }
    usedVersion = version;
    loggedFault = null;
    onChange(content);
  };
  return {
    current: () => content,
    async refresh() {
      if (performance.now() - lookedAtMs < lookAgainMs) return looking ?? undefined;
      lookedAtMs = performance.now();
      // One look at a time, however long it takes.
      looking ??= look().finally(() => (looking = null));
      return looking;
    },
  };
}

/**
 * For a user of the content that cannot wait: looks at the file again and again. Gives the function that
 * ends it; does not hold the process alive.
 */
export function keepLooking(watched: WatchedFile<unknown>): () => void {
  const timer = setInterval(() => void watched.refresh(), lookAgainMs).unref();
  return () => clearInterval(timer);
}

/** What of a file changes when it is written, replaced or mended (its mode or owner); a file that is not there has a version too. */
async function versionOf(file: string): Promise<string> {
  try {
    const { dev, ino, mode, uid, mtimeNs, ctimeNs, size } = await stat(file, { bigint: true });
    return [dev, ino, mode, uid, mtimeNs, ctimeNs, size].join(" ");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
}
