/** The messages between the service and the engine's own process, over the channel that Node opens between parent and child. */

/** The first message to the child. Nothing of it is in arguments or in the environment, where other users could read it. */
export interface EngineStart {
  readonly kind: "start";
  readonly directory: string;
  /** 0: any free one. After a crash the successor gets the port its predecessor had. */
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls?: EngineTls;
  /** The engine is the one node of a cluster of this name. */
  readonly cluster?: string;
  readonly limits: EngineLimits;
}

/** PEM; with it the interface is served over https. */
export interface EngineTls {
  readonly cert: string;
  readonly key: string;
}

/** Limits of one engine: counts, bytes and milliseconds. */
export interface EngineLimits {
  /** Connections of the engine; each runs one statement at a time. Writers are apart, so that slow reads never hold up a flush. */
  readonly readers: number;
  readonly writers: number;
  /** Statements waiting for a connection; one more is refused. */
  readonly waitingMax: number;
  readonly bodyBytesMax: number;
  /** All queries, merges and caches together. */
  readonly memoryBytesMax: number;
  /** For a read that states none of its own. */
  readonly readTimeMsMax: number;
  /** How long to wait for a predecessor that still holds the directory. */
  readonly lockWaitMsMax: number;
}

/** Messages to the engine: `start` first, then `close` once. */
export type ToEngine = EngineStart | { readonly kind: "close" };

/** The engine's one message about its start: it listens, or it failed. */
export type FromEngine = { readonly kind: "listening"; readonly port: number } | { readonly kind: "failed"; readonly message: string };
