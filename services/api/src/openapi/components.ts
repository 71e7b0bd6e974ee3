/** The named schemas of the document, made from the zod schemas that the services themselves use. */
import { acceptedAnswerSchema, batchAnswerSchema, batchResultSchema, problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { annualRollupAnswerSchema, annualRollupRowSchema, comparedFigureSchema } from "@qorgau/schemas/responses/annual-rollup";
import { claimsAnswerSchema, unmatchedClaimsAnswerSchema } from "@qorgau/schemas/responses/claims-answer";
import { clocksAnswerSchema } from "@qorgau/schemas/responses/clocks-answer";
import { contributingCaseSchema, explainAnswerSchema } from "@qorgau/schemas/responses/explain-answer";
import { fatalityFreeAnswerSchema } from "@qorgau/schemas/responses/fatality-free-answer";
import { faultSchema } from "@qorgau/schemas/faults";
import {
  inboundCaseEventSchema,
  inboundClaimEventSchema,
  inboundEventSchema,
  inboundExposureEventSchema,
  inboundWithdrawalSchema,
} from "@qorgau/schemas/events/inbound-event";
import { rebuildStatusSchema, reconciliationStatusSchema } from "@qorgau/schemas/responses/operations";
import { qualityAnswerSchema } from "@qorgau/schemas/responses/quality-answer";
import { ratesAnswerSchema, ratesRowSchema } from "@qorgau/schemas/responses/rates";
import { heldRecordSchema, recordAnswerSchema } from "@qorgau/schemas/responses/record-answer";
import {
  releaseDifferencesSchema,
  releaseSchema,
  releasesAnswerSchema,
  releaseVerificationSchema,
} from "@qorgau/schemas/responses/releases";
import { revisionsAnswerSchema, rowValueSchema } from "@qorgau/schemas/responses/revisions-answer";
import { rulesAnswerSchema } from "@qorgau/schemas/responses/rules-answer";
import { pipelineStatusSchema } from "@qorgau/schemas/responses/status";
import { z } from "zod";

const answers: Readonly<Record<string, z.ZodType>> = {
  RatesAnswer: ratesAnswerSchema,
  RatesRow: ratesRowSchema,
  AnnualRollup: annualRollupAnswerSchema,
  AnnualRollupRow: annualRollupRowSchema,
  ComparedFigure: comparedFigureSchema,
  Releases: releasesAnswerSchema,
  Release: releaseSchema,
  ReleaseVerification: releaseVerificationSchema,
  ReleaseDifferences: releaseDifferencesSchema,
  ExplainAnswer: explainAnswerSchema,
  ContributingCase: contributingCaseSchema,
  RevisionsAnswer: revisionsAnswerSchema,
  RowValue: rowValueSchema,
  RecordAnswer: recordAnswerSchema,
  HeldRecord: heldRecordSchema,
  Quality: qualityAnswerSchema,
  Clocks: clocksAnswerSchema,
  FatalityFree: fatalityFreeAnswerSchema,
  Claims: claimsAnswerSchema,
  UnmatchedClaims: unmatchedClaimsAnswerSchema,
  PipelineStatus: pipelineStatusSchema,
  RebuildStatus: rebuildStatusSchema,
  ReconciliationStatus: reconciliationStatusSchema,
  Rules: rulesAnswerSchema,
  Accepted: acceptedAnswerSchema,
  BatchAnswer: batchAnswerSchema,
  BatchResult: batchResultSchema,
  Fault: faultSchema,
  Problem: problemDocumentSchema,
};

const statements: Readonly<Record<string, z.ZodType>> = {
  InboundEvent: inboundEventSchema,
  CaseEvent: inboundCaseEventSchema,
  ClaimEvent: inboundClaimEventSchema,
  ExposureEvent: inboundExposureEventSchema,
  Withdrawal: inboundWithdrawalSchema,
};

type JsonSchema = Record<string, unknown>;

/** `input`: what may be sent; `output`: what is answered. Members may be added in either, so nothing says that there are no others. */
function namedSchemas(schemas: Readonly<Record<string, z.ZodType>>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    target: "draft-2020-12",
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $schema: _dialect, $id: _address, ...schema }]) => [id, schema]));
}

export function componentSchemas(): Record<string, JsonSchema> {
  return { ...namedSchemas(statements, "input"), ...namedSchemas(answers, "output") };
}
