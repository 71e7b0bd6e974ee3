/** The contract of the HTTP interface as OpenAPI 3.1, both ingest endpoints of it: events in, rates out. */
import manifest from "../package.json" with { type: "json" };
import { componentSchemas } from "./openapi/components.ts";
import { auditPaths } from "./audit/audit-operation.ts";
import { contractPaths } from "./asyncapi/contract-operations.ts";
import { claimsPaths } from "./claims/claims-operations.ts";
import { fatalityFreePaths } from "./fatality-free/fatality-free-operation.ts";
import { enterprisePaths } from "./enterprises/enterprise-operations.ts";
import { inspectionPaths } from "./inspection/inspection-operation.ts";
import { eventPaths } from "./openapi/event-operations.ts";
import { explainPaths } from "./explain/explain-operation.ts";
import { funnelPaths } from "./funnel/funnel-operation.ts";
import { indicatorPaths } from "./indicators/indicators-operation.ts";
import { nowcastPaths } from "./nowcast/nowcast-operation.ts";
import { signalsPaths } from "./signals/signals-operation.ts";
import { recordsPaths } from "./records/records-operation.ts";
import { revisionsPaths } from "./revisions/revisions-operation.ts";
import { qualityPaths } from "./quality/quality-operation.ts";
import { livePaths } from "./live/live-operation.ts";
import { jobPaths } from "./openapi/job-operations.ts";
import { annualPaths } from "./annual/annual-operation.ts";
import { ratesPaths } from "./rates/rates-operation.ts";
import { sdmxPaths } from "./sdmx/sdmx-operations.ts";
import { deadLettersPaths } from "./dead-letters/dead-letters-operation.ts";
import { proofPaths } from "./proof/proof-operations.ts";
import { feedPaths } from "./feed/feed-operation.ts";
import { releasePaths } from "./releases/release-operations.ts";
import { sentMessages, webhookPaths } from "./webhooks/webhook-operations.ts";
import { releaseQualityPaths } from "./release-quality/release-quality-operation.ts";
import { scopedPaths } from "./openapi/scoped-paths.ts";
import { servicePaths } from "./openapi/service-operations.ts";

const token = {
  type: "http",
  scheme: "bearer",
  description:
    "Made by whoever operates the service, or signed by the OpenID Connect issuer that it trusts (JWT); a client certificate that a trusted proxy names counts as well. A token carries scopes: `send` for the events of its sources, `own` for what concerns them, `figures` for aggregates, `cases` for what these are made of, `inspect` for enterprises by name, `release` and `operate`. Each operation names those of which one is needed. " +
    "`figures`, `cases` and `inspect` may be limited to regions, sectors and enterprises: a question beyond the limits is refused (`QG-0846`), never narrowed; of a wider area whoever has `figures` gets aggregates (`QG-0848`). " +
    "401 without a token, or with one that is not known or has expired; 403 with one that is for something else. Both name a rule (`QG-0846` to `QG-0854`, `QG-0884` to `QG-0886`).",
};

/** Returns the document of all services, ingest included, as a plain object. Its content is the same at every call. */
export function openApiDocument() {
  return {
    openapi: "3.1.1",
    info: {
      title: "Qorgau",
      version: manifest.version,
      summary: "Occupational-safety events in, injury and fatality rates out, in near real time.",
      description:
        "Every event is a statement: the full state of one record as its reporter knows it now. A later revision replaces an earlier one; order and repetition change no figure. " +
        "Every fault names a permanent rule id; all of them are at `/v1/rules` in English, Russian and Kazakh. " +
        "Callers may have budgets for a minute (`reads`, `dear_reads`, `events`): the headers `RateLimit-Policy` and `RateLimit` tell how much is left, and beyond it the response is 429 with `Retry-After`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "This server." }],
    tags: [
      { name: "events", description: "Events of accidents, claims, exposure, enterprises and the inspection, as CloudEvents 1.0." },
      { name: "figures", description: "Counts and rates with their intervals." },
      { name: "sdmx", description: "The figures as statistical offices read them (SDMX REST 2.1)." },
      { name: "webhooks", description: "What has changed, sent to a receiver of the caller's." },
      { name: "receiver", description: "What a receiver of the caller's is sent." },
      { name: "service", description: "The service itself." },
      {
        name: "operations",
        description:
          "What an operator starts: with a token for it, or, where none are asked for, from the machine that the service runs on.",
      },
    ],
    paths: scopedPaths({
      ...eventPaths,
      ...ratesPaths,
      ...sdmxPaths,
      ...livePaths,
      ...annualPaths,
      ...funnelPaths,
      ...nowcastPaths,
      ...signalsPaths,
      ...qualityPaths,
      ...claimsPaths,
      ...enterprisePaths,
      ...inspectionPaths,
      ...fatalityFreePaths,
      ...explainPaths,
      ...revisionsPaths,
      ...recordsPaths,
      ...deadLettersPaths,
      ...releasePaths,
      ...feedPaths,
      ...webhookPaths,
      ...releaseQualityPaths,
      ...proofPaths,
      ...indicatorPaths,
      ...servicePaths,
      ...contractPaths,
      ...jobPaths,
      ...auditPaths,
    }),
    webhooks: sentMessages,
    components: { schemas: componentSchemas(), securitySchemes: { token } },
  };
}
