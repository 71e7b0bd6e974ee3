/** The quality of a release as a metadata report of SDMX-ML 2.1 (GenericMetadata), under the concepts of ESMS, in every language. */
import { languages } from "@qorgau/schemas/languages";
import type { ReleaseQualityResponse } from "@qorgau/schemas/responses/metadata/release-quality-response";
import { headerElement, namespaces } from "../sdmx/message-header.ts";
import { agency, dataflows, version } from "../sdmx/domain/data-structure.ts";
import { xmlDeclaration, xmlText } from "../sdmx/xml-text.ts";
import type { XmlElement } from "../sdmx/xml-text.ts";
import { simsReport } from "./domain/sims-report.ts";

export const metadataMediaType = "application/vnd.sdmx.genericmetadata+xml;version=2.1";

/** The concepts of Eurostat's structure of reference metadata are this agency's own structure here: their codes are the same. */
const structureId = "ESMS";
const genericMetadata = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/metadata/generic";
const urn = (kind: string, id: string) => `urn:sdmx:org.sdmx.infomodel.${kind}=${agency}:${id}(${version})`;

/** The whole message. `test`: the figures are made up. */
export function metadataReport(report: ReleaseQualityResponse, test: boolean): string {
  const { release } = report;
  const header = headerElement(
    { id: `QUALITY_${release.name}`, prepared: release.recordedAt, test },
    { "mes:Structure": { "@structureID": structureId, "com:Structure": { URN: urn("metadatastructure.MetadataStructure", structureId) } } },
  );
  const [flow] = dataflows;
  const message: XmlElement = {
    "mes:GenericMetadata": {
      ...namespaces,
      "@xmlns:gen": genericMetadata,
      "mes:Header": header,
      "mes:MetadataSet": {
        "@structureRef": structureId,
        "@setID": release.name,
        "com:Name": [{ "@xml:lang": "en", "#text": `Quality of the release ${release.name}` }],
        "gen:Report": {
          "@id": "RELEASE_QUALITY",
          "gen:Target": {
            "@id": "DATAFLOW_TARGET",
            "gen:ReferenceValue": [
              {
                "@id": "DATAFLOW",
                "gen:ObjectReference": { URN: urn("datastructure.Dataflow", flow?.id ?? "") },
              },
              { "@id": "REF_PERIOD", "gen:ReportPeriod": release.year },
            ],
          },
          "gen:AttributeSet": { "gen:ReportedAttribute": sections(report) },
        },
      },
    },
  };
  return `${xmlDeclaration}${xmlText(message)}`;
}

function sections(report: ReleaseQualityResponse): XmlElement[] {
  const told = languages.map((language) => ({ language, sections: simsReport(report, language) }));
  const [first] = told;
  return (first?.sections ?? []).map(({ concept, items }, place) => ({
    "@id": concept,
    "gen:AttributeSet": {
      "gen:ReportedAttribute": items.map((item, number) => ({
        "@id": item.concept,
        "com:Text": told.map(({ language, sections: ofLanguage }) => ({
          "@xml:lang": language,
          "#text": ofLanguage[place]?.items[number]?.text ?? "",
        })),
      })),
    },
  }));
}
