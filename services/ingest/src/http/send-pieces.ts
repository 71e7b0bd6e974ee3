/**
 * Sends a response of any length piece by piece, each only once the one before has left the process: then a piece may be a view of a buffer that
 * is used again, and a slow client holds one buffer.
 */
import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

export interface SendingPieces {
  readonly contentType: string;
  /** How long a piece may wait for its reader; then the connection is cut, */
  readonly pieceMsMax: number;
  /** and this is called. */
  readonly onUnread: () => void;
}

/**
 * Sends 200 with the pieces. A client that goes away ends it. An error of the pieces cuts the connection,
 * so that nobody takes a part for the whole.
 */
export async function sendPieces(
  reply: FastifyReply,
  { contentType, pieceMsMax, onUnread }: SendingPieces,
  pieces: AsyncIterable<Buffer | string>,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), "content-type": contentType });
  const giveUp = () => {
    onUnread();
    raw.destroy();
  };
  try {
    const write = writer(raw);
    for await (const piece of pieces) {
      if (raw.destroyed) return reply;
      const late = setTimeout(giveUp, pieceMsMax).unref();
      await write(piece);
      clearTimeout(late);
    }
    raw.end();
  } catch (error) {
    reply.log.error({ err: error }, "an answer could not be sent to its end");
    raw.destroy();
  }
  return reply;
}

/** Resolves once the piece was handed to the system, or there is nobody to take it any more. */
function writer(raw: ServerResponse): (piece: Buffer | string) => Promise<void> {
  let done: () => void = () => undefined;
  raw.once("close", () => done());
  return (piece) =>
    new Promise((resolve) => {
      done = resolve;
      if (raw.destroyed) resolve();
      else raw.write(piece, () => resolve());
    });
}
