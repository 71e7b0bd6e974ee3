/** `npm run partners -- print | apply | remove`: what each partner may do on the Kafka cluster, as commands of Kafka's own tools, or done at once. */
import { CodedError } from "@qorgau/schemas/coded-error";
import { parseArgs } from "node:util";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { createKafkaAdmin } from "@qorgau/infra/kafka/kafka-admin";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { isKafkaUrl, kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings, SettingsError } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { readReporters } from "../../intake/open-ingest-endpoint.ts";
import { accessRulesOf, aclCommands, partnerOf, quotaCommands, quotaRemovals } from "./partner-access.ts";
import type { Cluster, Partner, Quotas } from "./partner-access.ts";

const exitCodes = { done: 0, listUnusable: 1, usage: usageExitCode, clusterFailed: 3 } as const;

const help = `Usage: npm run partners -- print  [--source URN]… [options]
       npm run partners -- apply  [--source URN]… [options]
       npm run partners -- remove [--source URN]… [options]

A reporter of the list (QORGAU_REPORTERS_FILE) that has a topic is a partner: its Kafka user writes to its inbound topic, reads its
acknowledgements, and reads in groups whose names begin with its topic and a dot. Nothing else.

print    the commands of kafka-acls.sh and kafka-configs.sh that grant this; nothing is done
apply    grants it at the cluster of QORGAU_LOG, as the user of QORGAU_KAFKA_USER, who needs Alter on the cluster. Again is harmless.
         Quotas are set by Kafka's own tool: the commands for them are printed
remove   takes back what apply grants, of a partner that leaves; prints the commands that take back its quotas

Options:
  --source URN               only this partner; may be given several times. Otherwise all of the list
  --user NAME                its Kafka user, such as CN=mine where users are known by certificates (default: as its topic); of one --source
  --write-bytes N            quota: bytes a second that it may write, at each broker
  --read-bytes N             quota: bytes a second that it may read, at each broker
  --request-percent N        quota: percent of the time of one thread of a broker
  --bootstrap-server HOSTS   print: the brokers, where QORGAU_LOG does not say them
  --command-config FILE      stands in the printed commands: the file of the operator's credentials for Kafka's tools
  --help                     this text

Exit codes: 0 done; 1 the list of reporters cannot be used, or has no such partner; 2 wrong arguments or settings; 3 Kafka cannot do it now.
`;

const options = {
  source: { type: "string", multiple: true, default: [] as string[] },
  user: { type: "string" },
  "write-bytes": { type: "string" },
  "read-bytes": { type: "string" },
  "request-percent": { type: "string" },
  "bootstrap-server": { type: "string" },
  "command-config": { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

const print = (lines: readonly string[]) => lines.forEach((line) => process.stdout.write(`${line}\n`));
const report = (line: string) => void process.stderr.write(`${line}\n`);

function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a whole number from 1.`);
}

function quotasOf(values: Values): Quotas {
  const producerByteRate = numberOf(values["write-bytes"], "write-bytes");
  const consumerByteRate = numberOf(values["read-bytes"], "read-bytes");
  const requestPercentage = numberOf(values["request-percent"], "request-percent");
  return {
    ...(producerByteRate === undefined ? {} : { producerByteRate }),
    ...(consumerByteRate === undefined ? {} : { consumerByteRate }),
    ...(requestPercentage === undefined ? {} : { requestPercentage }),
  };
}

async function chosenPartners({ reportersFile }: Settings, { source, user }: Values): Promise<readonly Partner[]> {
  if (reportersFile === null) throw new UsageError("QORGAU_REPORTERS_FILE is needed: it says which partner has which topic.");
  if (user !== undefined && source.length !== 1) throw new UsageError("--user is of one partner: name it with --source.");
  const reporters = await readReporters(reportersFile);
  const partners = [...reporters.values()].flatMap((reporter) => partnerOf(reporter, user) ?? []);
  const unknown = source.find((one) => !partners.some((partner) => partner.source === one));
  if (unknown !== undefined) throw new CodedError("reporters_unusable", `${unknown} is no reporter of ${reportersFile} that has a topic.`);
  return source.length === 0 ? partners : partners.filter((partner) => source.includes(partner.source));
}

function clusterOf({ logUrl }: Settings, values: Values): Cluster {
  const ofLog = isKafkaUrl(logUrl) ? logUrl.slice("kafka://".length) : undefined;
  const bootstrap = values["bootstrap-server"] ?? ofLog;
  if (bootstrap === undefined) throw new UsageError("Which brokers? Set QORGAU_LOG=kafka://host:9092 as the service has it, or name them.");
  return { bootstrap, commandConfig: values["command-config"] ?? null };
}

async function change(command: "apply" | "remove", partners: readonly Partner[], { logUrl, logKafka }: Settings): Promise<void> {
  if (!isKafkaUrl(logUrl)) throw new UsageError("Access rules are Kafka's: set QORGAU_LOG=kafka://host:9092 as the service has it.");
  const logger = createLogger({ level: "error", write: (line) => process.stderr.write(line) });
  const admin = createKafkaAdmin(kafkaConnectionOf(logUrl, logKafka, logger));
  try {
    for (const partner of partners) {
      const rules = accessRulesOf(partner);
      const about = `User:${partner.user} (${partner.source})`;
      if (command === "apply") {
        await admin.allow(partner.user, rules);
        report(`${about}: may use ${rules.map(({ name, isPrefix }) => `${name}${isPrefix ? "…" : ""}`).join(", ")}.`);
      } else report(`${about}: ${await admin.revoke(partner.user, rules)} rules were taken back.`);
    }
  } finally {
    await admin.close();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const [command, ...others] = positionals;
  if ((command !== "print" && command !== "apply" && command !== "remove") || others.length > 0)
    throw new UsageError("It is print, apply or remove.");
  const quotas = quotasOf(values);
  if (command === "remove" && Object.keys(quotas).length > 0) throw new UsageError("remove takes all quotas back; it has no numbers.");
  const settings = readSettings(process.env);
  const partners = await chosenPartners(settings, values);
  const cluster = clusterOf(settings, values);
  if (command === "print") print(partners.flatMap((partner) => aclCommands(partner, cluster, "add")));
  else await change(command, partners, settings);
  const ofQuotas = partners.flatMap((partner) =>
    command === "remove" ? quotaRemovals(partner, cluster) : quotaCommands(partner, cluster, quotas),
  );
  if (command !== "print" && ofQuotas.length > 0) report("Quotas are set by Kafka's own tool:");
  print(ofQuotas);
  return exitCodes.done;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError) return exitCodes.usage;
  return error instanceof KafkaError ? exitCodes.clusterFailed : exitCodes.listUnusable;
}

await runCommand({ help, run: main, exitCodeOf });
