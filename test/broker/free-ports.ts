/** Ports for servers that are killed and started again on the same port. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { Server } from "node:net";

/** Half of the ports below the range that systems give to outgoing connections, so that none takes one while its server is down. */
const range = { first: 20_000, count: 6_000 };
/** Of each place: one that is free is found but in one run of a hundred million. */
const triesMax = 20;

/**
 * Free on loopback just now, and this process's for as long as it lives: it listens on the port of the same place in the other half, so
 * that no other process that asks here is given them. Rejects with `RangeError` where none is found.
 */
export async function freePorts(count: number, { first, count: places } = range): Promise<number[]> {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries === triesMax * places)
      throw new RangeError(`${ports.length} of ${count} ports are free from ${first} to ${first + places - 1}`);
    const port = first + Math.floor(Math.random() * places);
    if (await reserve(port, port + range.count)) ports.push(port);
  }
  return ports;
}

async function reserve(port: number, beside: number): Promise<boolean> {
  const holding = await listenOn(beside);
  if (holding === null) return false;
  const probe = await listenOn(port);
  if (probe === null) {
    await close(holding);
    return false;
  }
  await close(probe);
  holding.unref();
  return true;
}

async function listenOn(port: number): Promise<Server | null> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  } catch {
    return null;
  }
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}
