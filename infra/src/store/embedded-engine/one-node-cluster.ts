/**
 * A cluster of this one engine, so that what is written for a cluster can be run where no server is: Distributed tables are real, while
 * Replicated engines and ON CLUSTER, which want Keeper and are done by nothing but a server, become what they are for one node.
 */

/** Gives the part of the engine's configuration that names the cluster. Nothing listens at the port of its node. */
export function oneNodeConfig(cluster: string): string {
  return `  <tcp_port>9000</tcp_port>
  <macros><cluster>${cluster}</cluster><shard>01</shard><replica>01</replica></macros>
  <remote_servers><${cluster}><shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard></${cluster}></remote_servers>
`;
}

const clusterName = /^[a-zA-Z][\w-]{0,99}$/;

/** Gives whether the name can be an element of the engine's configuration (XML): a letter, then up to 99 letters, digits, `_` and `-`. */
export function isClusterName(name: string): boolean {
  return clusterName.test(name);
}

const replicated = /\bENGINE = Replicated(\w*MergeTree)\('[^']*', '[^']*'(?:, )?/g;

/** Gives the statement without ON CLUSTER and with plain engines. Only statements that make or change tables have either. */
export function oneNodeForm(sql: string, cluster: string): string {
  if (!/^\s*(?:CREATE|ALTER|DROP|EXCHANGE)\b/.test(sql)) return sql;
  return sql.replaceAll(` ON CLUSTER '${cluster}'`, "").replaceAll(replicated, "ENGINE = $1(");
}
