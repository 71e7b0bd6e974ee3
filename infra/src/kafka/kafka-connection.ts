/** How this process reaches a Kafka cluster, and what of it every client of the library is given. */
import { readFileSync } from "node:fs";
import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { logLevel } from "kafkajs";
import type { ISocketFactory, ISocketFactoryArgs, KafkaConfig, logCreator, SASLOptions } from "kafkajs";
import type { Logger } from "../process/logger.ts";
import type { KafkaAddress } from "./kafka-error.ts";
import { decodeOurselves, refuseOtherLibrary } from "./kafkajs-internals.ts";

/** How to reach a cluster. Without `user` there is no SASL and without `tls` no TLS; `mechanism` is SCRAM-SHA-512 unless given. */
export interface KafkaConnection {
  /** `host:port` each; any of them that responds names the others. */
  readonly brokers: readonly string[];
  readonly user?: { readonly name: string; readonly password: string; readonly mechanism?: "scram-sha-512" | "scram-sha-256" | "plain" };
  /** With the machine's own authorities, or with the one in this PEM file. */
  readonly tls?: { readonly caFile?: string };
  /** What the cluster's own logs and quotas call this process. */
  readonly clientId: string;
  readonly logger: Logger;
}

export const connectMsMax = 5000;

export type ClientConfig = KafkaConfig & {
  readonly connectionTimeout: number;
  readonly authenticationTimeout: number;
  readonly logCreator: logCreator;
};

/** `onSocket` gets every connection, so that its owner can end it. */
export function clientConfigOf(connection: KafkaConnection, onSocket: (socket: Socket, address: string) => void = () => {}): ClientConfig {
  const { brokers, user, tls, clientId, logger } = connection;
  refuseOtherLibrary();
  // Before any client fetches.
  decodeOurselves();
  const config: ClientConfig = {
    brokers: [...brokers],
    clientId,
    connectionTimeout: connectMsMax,
    authenticationTimeout: connectMsMax,
    logLevel: logLevel.INFO,
    logCreator: logCreatorOf(logger),
    socketFactory: socketFactoryOf(onSocket),
  };
  if (tls !== undefined) config.ssl = tls.caFile === undefined ? {} : { ca: readFileSync(tls.caFile) };
  if (user !== undefined) {
    config.sasl = { mechanism: user.mechanism ?? "scram-sha-512", username: user.name, password: user.password } as SASLOptions;
  }
  return config;
}

/** Gives what an error message may say of the connection: never the password. */
export function addressOf({ brokers, user, tls }: KafkaConnection): KafkaAddress {
  return { brokers, user: user?.name ?? null, tls: tls !== undefined };
}

/**
 * The library reports every failed attempt as an error, even where the next one succeeds. A permanent failure reaches the caller as a KafkaError;
 * these lines are for debugging.
 */
function logCreatorOf(logger: Logger): logCreator {
  return () =>
    ({ namespace, label, log: { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...details } }) => {
      const part = { part: `kafkajs ${namespace}`.trim(), details };
      if (label === "ERROR" || label === "WARN") logger.debug(part, message);
      else logger.trace(part, message);
    };
}

const keepAliveMs = 60_000;

function socketFactoryOf(onSocket: (socket: Socket, address: string) => void): ISocketFactory {
  return ({ host, port, ssl, onConnect }: ISocketFactoryArgs) => {
    // The library gives nothing where there is no TLS, whatever its types say.
    const options = ssl as ISocketFactoryArgs["ssl"] | undefined;
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = options ? connectTls({ host, port, ...name, ...options }, onConnect) : connectPlain({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    socket.setNoDelay(true);
    onSocket(socket, `${host}:${port}`);
    return socket;
  };
}
