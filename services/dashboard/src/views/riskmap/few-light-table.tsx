/** Sections of regions where light accidents are fewer beside the fatal ones than elsewhere. */
import type { FewLight } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

export function FewLightTable({ rows }: { readonly rows: readonly FewLight[] }) {
  const { riskmap } = texts.value;
  return (
    <section class="card figure">
      <h2>{riskmap.fewLight}</h2>
      <p class="note">{riskmap.fewLightLead}</p>
      {rows.length === 0 ? (
        <p>{riskmap.fewLightNone}</p>
      ) : (
        <DataTable caption={riskmap.fewLight} columns={columnsOf()} rows={rows} keyOf={({ region, sector }) => `${region} ${sector}`} />
      )}
    </section>
  );
}

function columnsOf(): readonly Column<FewLight>[] {
  const { riskmap, dimensions } = texts.value;
  const { name, count, share } = figures.value;
  const counted = (title: string, of: (row: FewLight) => number): Column<FewLight> => ({
    title,
    isNumber: true,
    cell: (row) => count(of(row)),
    value: of,
  });
  return [
    { title: dimensions.region, isWide: true, cell: ({ region }) => name("region", region) },
    { title: dimensions.sector, isWide: true, cell: ({ sector }) => name("sector", sector) },
    counted(riskmap.fatal, ({ fatal }) => fatal),
    counted(riskmap.others, ({ nonFatal }) => nonFatal),
    counted(fill(riskmap.ofCountry, { name: riskmap.fatal }), ({ countryFatal }) => countryFatal),
    counted(fill(riskmap.ofCountry, { name: riskmap.others }), ({ countryNonFatal }) => countryNonFatal),
    { title: riskmap.chance, isNumber: true, cell: ({ probability }) => share(probability), value: ({ probability }) => probability },
  ];
}
