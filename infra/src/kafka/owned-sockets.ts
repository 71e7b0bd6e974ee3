/**
 * All connections of one client of the library. After a broker's fault the library may forget one that it still holds open, and the
 * process would never end by itself.
 */
import type { Socket } from "node:net";

/** `adopt` is the `onSocket` of `clientConfigOf`. */
export class OwnedSockets {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  readonly adopt = (socket: Socket): void => {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    if (this.#isCut) socket.destroy(givenUp());
  };

  /** Closes all of them, and whatever is opened after. With an error, since the library ignores a close without one. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy(givenUp());
  }
}

const givenUp = () => new Error("the client was stopped");
