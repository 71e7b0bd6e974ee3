/** Ports for servers that are killed and started again on the same port. */
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the range that systems give to outgoing connections, so that none takes the port while its server is down. */
const range = { first: 20_000, last: 32_000 };

/** Free on loopback just now; each call tries places of its own choosing, so that runs side by side seldom meet. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = range.first + Math.floor(Math.random() * (range.last - range.first));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
