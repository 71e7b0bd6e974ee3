/** The named schemas of the document, made from the zod schemas that the services themselves use. */
import {
  acceptedResponseSchema,
  batchResponseSchema,
  batchResultSchema,
  problemDocumentSchema,
} from "@qorgau/schemas/events/acknowledgement";
import { annualRollupResponseSchema, annualRollupRowSchema, comparedFigureSchema } from "@qorgau/schemas/responses/annual-rollup";
import { auditResponseSchema } from "@qorgau/schemas/access/audit-response";
import { ibnrResponseSchema } from "@qorgau/schemas/responses/claims-ibnr-response";
import { claimsResponseSchema, unmatchedClaimsResponseSchema } from "@qorgau/schemas/responses/claims-response";
import { deadLetterRowSchema, deadLettersResponseSchema } from "@qorgau/schemas/responses/dead-letters-response";
import { programmeResponseSchema } from "@qorgau/schemas/responses/inspection/programme-response";
import { c81ResponseSchema } from "@qorgau/schemas/responses/inspection/c81-response";
import { riskMapResponseSchema } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { deadlinesResponseSchema } from "@qorgau/schemas/responses/deadlines-response";
import { contributingCaseSchema, explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import { methodExplanationSchema } from "@qorgau/schemas/responses/methods/method-explanation";
import { fatalityFreeResponseSchema } from "@qorgau/schemas/responses/fatality-free-response";
import { funnelResponseSchema, funnelRowSchema } from "@qorgau/schemas/responses/funnel-response";
import {
  groupFatalitySchema,
  signalRowSchema,
  signalSeriesSchema,
  signalsResponseSchema,
} from "@qorgau/schemas/responses/surveillance/signals-response";
import { recordedSignalSchema, signalPrecisionSchema } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { nowcastCellSchema, nowcastResponseSchema, nowcastRowSchema } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { faultSchema } from "@qorgau/schemas/faults";
import {
  inboundCaseEventSchema,
  inboundClaimEventSchema,
  inboundEventSchema,
  inboundEnterpriseStatusEventSchema,
  inboundExposureEventSchema,
  inboundInspectionStatisticsEventSchema,
  inboundOccurrenceEventSchema,
  inboundWithdrawalSchema,
} from "@qorgau/schemas/events/inbound-event";
import { healthSchema, readinessSchema } from "@qorgau/schemas/responses/health";
import { indicatorResponseSchema, indicatorsResponseSchema } from "@qorgau/schemas/responses/metadata/indicators-response";
import { liveBehindSchema, ratesChangeSchema } from "@qorgau/schemas/responses/live-events";
import { rebuildStatusSchema, reconciliationStatusSchema } from "@qorgau/schemas/responses/operations";
import { checkpointsResponseSchema, consistencyProofSchema, inclusionProofSchema } from "@qorgau/schemas/log/proof-response";
import { qualityResponseSchema } from "@qorgau/schemas/responses/quality-response";
import { openRatesResponseSchema, openRatesRowSchema, ratesResponseSchema, ratesRowSchema } from "@qorgau/schemas/responses/rates";
import {
  heldRecordSchema,
  listedRecordSchema,
  recordListResponseSchema,
  recordResponseSchema,
} from "@qorgau/schemas/responses/record-response";
import {
  releaseDifferencesSchema,
  releaseSchema,
  releasesResponseSchema,
  releaseVerificationSchema,
} from "@qorgau/schemas/responses/releases";
import { releaseQualityResponseSchema } from "@qorgau/schemas/responses/metadata/release-quality-response";
import { revisionsResponseSchema, rowValueSchema } from "@qorgau/schemas/responses/revisions-response";
import { rulesResponseSchema } from "@qorgau/schemas/responses/rules-response";
import { pipelineStatusSchema } from "@qorgau/schemas/responses/status";
import {
  acceptedEventsSchema,
  attemptSchema,
  attemptsResponseSchema,
  madeReleaseSchema,
  madeWebhookSchema,
  signalsChangeSchema,
  webhookMessageSchema,
  webhookSchema,
  webhooksResponseSchema,
} from "@qorgau/schemas/responses/webhooks";
import { schemasResponseSchema } from "@qorgau/schemas/events/schemas-response";
import { z } from "zod";
import { openObjects } from "./open-objects.ts";

const responses: Readonly<Record<string, z.ZodType>> = {
  RatesAnswer: ratesResponseSchema,
  RatesRow: ratesRowSchema,
  OpenRates: openRatesResponseSchema,
  OpenRatesRow: openRatesRowSchema,
  RatesChange: ratesChangeSchema,
  LiveBehind: liveBehindSchema,
  AnnualRollup: annualRollupResponseSchema,
  AnnualRollupRow: annualRollupRowSchema,
  ComparedFigure: comparedFigureSchema,
  Indicators: indicatorsResponseSchema,
  Indicator: indicatorResponseSchema,
  Funnel: funnelResponseSchema,
  FunnelRow: funnelRowSchema,
  Nowcast: nowcastResponseSchema,
  NowcastRow: nowcastRowSchema,
  NowcastCell: nowcastCellSchema,
  Signals: signalsResponseSchema,
  RecordedSignal: recordedSignalSchema,
  SignalPrecision: signalPrecisionSchema,
  SignalRow: signalRowSchema,
  SignalSeries: signalSeriesSchema,
  GroupFatality: groupFatalitySchema,
  Releases: releasesResponseSchema,
  Release: releaseSchema,
  ReleaseVerification: releaseVerificationSchema,
  ReleaseDifferences: releaseDifferencesSchema,
  ReleaseQuality: releaseQualityResponseSchema,
  InclusionProof: inclusionProofSchema,
  ConsistencyProof: consistencyProofSchema,
  Checkpoints: checkpointsResponseSchema,
  Audit: auditResponseSchema,
  Webhook: webhookSchema,
  MadeWebhook: madeWebhookSchema,
  Webhooks: webhooksResponseSchema,
  WebhookAttempt: attemptSchema,
  WebhookAttempts: attemptsResponseSchema,
  WebhookMessage: webhookMessageSchema,
  SignalsChange: signalsChangeSchema,
  MadeRelease: madeReleaseSchema,
  AcceptedEvents: acceptedEventsSchema,
  ExplainAnswer: explainResponseSchema,
  MethodExplanation: methodExplanationSchema,
  ContributingCase: contributingCaseSchema,
  RevisionsAnswer: revisionsResponseSchema,
  RowValue: rowValueSchema,
  RecordAnswer: recordResponseSchema,
  HeldRecord: heldRecordSchema,
  DeadLetters: deadLettersResponseSchema,
  DeadLetter: deadLetterRowSchema,
  RecordList: recordListResponseSchema,
  ListedRecord: listedRecordSchema,
  Quality: qualityResponseSchema,
  Programme: programmeResponseSchema,
  RiskMap: riskMapResponseSchema,
  C81Report: c81ResponseSchema,
  Clocks: deadlinesResponseSchema,
  FatalityFree: fatalityFreeResponseSchema,
  Claims: claimsResponseSchema,
  UnmatchedClaims: unmatchedClaimsResponseSchema,
  ClaimsIbnr: ibnrResponseSchema,
  Health: healthSchema,
  Readiness: readinessSchema,
  PipelineStatus: pipelineStatusSchema,
  RebuildStatus: rebuildStatusSchema,
  ReconciliationStatus: reconciliationStatusSchema,
  Rules: rulesResponseSchema,
  Schemas: schemasResponseSchema,
  Accepted: acceptedResponseSchema,
  BatchAnswer: batchResponseSchema,
  BatchResult: batchResultSchema,
  Fault: faultSchema,
  Problem: problemDocumentSchema,
};

const statements: Readonly<Record<string, z.ZodType>> = {
  InboundEvent: inboundEventSchema,
  CaseEvent: inboundCaseEventSchema,
  ClaimEvent: inboundClaimEventSchema,
  ExposureEvent: inboundExposureEventSchema,
  EnterpriseStatusEvent: inboundEnterpriseStatusEventSchema,
  InspectionStatisticsEvent: inboundInspectionStatisticsEventSchema,
  OccurrenceEvent: inboundOccurrenceEventSchema,
  Withdrawal: inboundWithdrawalSchema,
};

type JsonSchema = Record<string, unknown>;

/** `input`: what may be sent; `output`: what a response holds. Members may be added in either, so nothing says that there are no others. */
function namedSchemas(schemas: Readonly<Record<string, z.ZodType>>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    target: "draft-2020-12",
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: openObjects,
  });
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $schema: _dialect, $id: _address, ...schema }]) => [id, schema]));
}

/** Returns `components.schemas` by name, in JSON Schema draft 2020-12: events as callers send them, responses as the services give them. */
export function componentSchemas(): Record<string, JsonSchema> {
  return { ...namedSchemas(statements, "input"), ...namedSchemas(responses, "output") };
}
