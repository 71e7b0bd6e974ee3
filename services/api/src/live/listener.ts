/**
 * The stream to one caller. It takes a whole frame or none: while the caller has not read the one before, further ones are refused, so that a slow
 * caller holds one frame at most. A frame is written in pieces; one that is not read within a minute ends the stream.
 */
import type { ServerResponse } from "node:http";

/** The bytes of one or several whole events. */
type Frame = Buffer;

export interface Listener {
  /** Whether a frame would be taken now. */
  isReady(): boolean;
  /** Takes the frame, or nothing where `isReady` is false. */
  write(frame: Frame): void;
  /** Ends the stream, behind a whole frame where the caller has read the one before. */
  end(): void;
}

export interface ListenerOptions {
  /** What was written is read: it is ready again. */
  readonly onReady: () => void;
  /** A piece was not read in time; the stream ends. */
  readonly onUnread: () => void;
  readonly unreadMsMax?: number;
}

const pieceBytes = 64 * 1024;
const defaultUnreadMsMax = 60_000;

/** `response` has its head already. */
export function openListener(response: ServerResponse, { onReady, onUnread, unreadMsMax = defaultUnreadMsMax }: ListenerOptions): Listener {
  let rest: Frame | null = null;
  let deadline: NodeJS.Timeout | undefined;
  const isOpen = () => !response.writableEnded && !response.destroyed;
  const endUnread = () => {
    onUnread();
    response.destroy();
  };
  const writeRest = () => {
    clearTimeout(deadline);
    while (rest !== null && isOpen()) {
      const piece = rest.subarray(0, pieceBytes);
      const isTaken = response.write(piece);
      rest = rest.length > piece.length ? rest.subarray(piece.length) : null;
      if (isTaken) continue;
      deadline = setTimeout(endUnread, unreadMsMax);
      return;
    }
  };
  const isReady = () => rest === null && isOpen() && !response.writableNeedDrain;
  response.on("drain", () => {
    writeRest();
    if (isReady()) onReady();
  });
  response.once("close", () => {
    clearTimeout(deadline);
    rest = null;
  });
  return {
    isReady,
    write(frame) {
      if (!isReady()) return;
      rest = frame;
      writeRest();
    },
    end() {
      if (isReady()) response.end();
      else response.destroy();
    },
  };
}
