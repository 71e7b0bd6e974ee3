/** How good a release is: `GET /v1/releases/{id}/quality`. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { preferredOf } from "@qorgau/infra/http/responses/response-form";
import { readSent } from "@qorgau/infra/http/responses/plain-parameters";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { ResponseBytes } from "@qorgau/infra/http/responses/send-bytes";
import { presentedJson } from "@qorgau/infra/http/responses/send-response";
import { plainPresentation } from "@qorgau/infra/http/responses/presentation";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { Language } from "@qorgau/schemas/languages";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { ReleaseQualityResponse } from "@qorgau/schemas/responses/metadata/release-quality-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { wholeYear } from "../access/domain/access-target.ts";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { permit } from "../http/permit.ts";
import { refuseFaults } from "../http/request-parameters.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import type { Releases } from "../releases/releases.ts";
import { writeWorkbook } from "../render/write-workbook.ts";
import { simsWorkbook } from "./domain/sims-report.ts";
import { metadataReport } from "./metadata-report.ts";
import { readReleaseQuality } from "./read-release-quality.ts";
import type { ReleaseQualityDependencies } from "./read-release-quality.ts";
import { qualityForms, qualityMediaTypes, releaseQualityParameters } from "./release-quality-parameters.ts";
import type { QualityForm } from "./release-quality-parameters.ts";

export interface ReleaseQualityRouteDependencies extends ReleaseQualityDependencies {
  readonly releases: Pick<Releases, "all" | "form" | "find">;
  /** A report folds every case of the year. */
  readonly oneAtATime: OneAtATime;
}

const acceptedTypes = qualityForms.map((form) => [form, qualityMediaTypes[form].split(";", 1)[0] ?? ""] as const);

/** Adds the route. A release that there is not is a 404 (QG-0864). A response never changes. */
export function releaseQualityRoutes(server: ScopedServer, { oneAtATime, ...reading }: ReleaseQualityRouteDependencies): void {
  server.get<{ Params: { id: string } }>(
    "/v1/releases/:id/quality",
    { config: routeAccess("GET /v1/releases/{id}/quality") },
    async (request, reply) => {
      const { parameters, presentation, faults: ofLook } = readSent(request, "json");
      const { values, faults } = readParameters(releaseQualityParameters, parameters, []);
      refuseFaults([...ofLook, ...faults]);
      const form = values.format ?? preferredOf(request.headers.accept, acceptedTypes);
      if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: Object.values(qualityMediaTypes).join(", ") })]);
      permit(request, wholeYear);
      const release = await reading.releases.find(request.params.id);
      if (release === null) throw new ProblemError(404, [fault("QG-0864", "id")]);
      const gone = abortedOnceGone(reply);
      const report = await oneAtATime(() => readReleaseQuality(reading, release, gone));
      const bytes = await bytesOf(report, { form, language: presentation.language, madeUp: server.madeUp });
      return sendBytes(reply, bytes, { immutable: true });
    },
  );
}

interface Presented {
  readonly form: QualityForm;
  readonly language: Language;
  readonly madeUp: boolean;
}

async function bytesOf(report: ReleaseQualityResponse, { form, language, madeUp }: Presented): Promise<ResponseBytes> {
  const mediaType = qualityMediaTypes[form];
  const fileName = `qorgau-${report.release.name}-quality${madeUp ? "-made-up" : ""}`;
  if (form === "esms") return { body: metadataReport(report, madeUp), mediaType, fileName: `${fileName}.xml` };
  if (form === "xlsx") {
    const body = await writeWorkbook(simsWorkbook(report, language, madeUp));
    return { body, mediaType, fileName: `${fileName}-${language}.xlsx` };
  }
  const body = JSON.stringify(await presentedJson(report, { ...plainPresentation, madeUp }));
  return { body, mediaType: `${mediaType}; charset=utf-8` };
}
