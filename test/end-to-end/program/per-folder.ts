/** Servers that belong to data folders: started when first asked for, kept over restarts of the program, ended with the folder. */
import { mkdir } from "node:fs/promises";
import { relative } from "node:path";

export interface PerFolder<Server> {
  of(folder: string): Promise<Server>;
  /** Ends those of this folder and of folders within it. */
  end(folder: string): Promise<void>;
}

export function perFolder<Server>(start: (folder: string) => Promise<Server>, end: (server: Server) => Promise<void>): PerFolder<Server> {
  const servers = new Map<string, Promise<Server>>();
  const started = async (folder: string) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return start(folder);
  };
  return {
    of(folder) {
      const server = servers.get(folder) ?? started(folder);
      servers.set(folder, server);
      return server;
    },
    async end(folder) {
      const within = [...servers].filter(([one]) => !relative(folder, one).startsWith(".."));
      for (const [one] of within) servers.delete(one);
      await Promise.all(within.map(async ([, server]) => end(await server)));
    },
  };
}
