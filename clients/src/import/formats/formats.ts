/** The kinds of files that can be imported, by name. */
import { TextDecoder } from "node:util";
import { entities } from "@qorgau/schemas/codes/enumerations";
import type { ImportFormat } from "../import-format.ts";
import { revisionMax } from "@qorgau/schemas/events/inbound-limits";
import { UsageError } from "@qorgau/infra/cli/run-command";
import { esocialS2210 } from "./esocial-s2210.ts";
import { mappedTable } from "./mapped-table.ts";
import { formN1 } from "./n-1.ts";
import { oshaIta } from "./osha-ita.ts";
import { oshaSevereInjuries } from "./osha-severe-injuries.ts";
import { readColumnMap } from "./read-column-map.ts";

/** As they are written on the command line. `columns` is the path of a map of columns. */
export interface FormatOptions {
  readonly source?: string | undefined;
  readonly columns?: string | undefined;
  readonly entity?: string | undefined;
  readonly revision?: string | undefined;
  readonly encoding?: string | undefined;
}

interface FormatKind {
  readonly title: string;
  readonly takes: ReadonlyArray<keyof FormatOptions>;
  readonly needs?: ReadonlyArray<keyof FormatOptions>;
  make(options: FormatOptions): Promise<ImportFormat> | ImportFormat;
}

export const formats: Readonly<Record<string, FormatKind>> = {
  table: {
    title: "any table (CSV or XLSX), by a map of its columns; needs --source and --columns",
    takes: ["source", "columns", "entity", "revision", "encoding"],
    needs: ["source", "columns"],
    async make({ source = "", columns = "", entity: name = "case", revision, encoding }) {
      const entity = entities.find((one) => one === name);
      if (entity === undefined) throw new UsageError(`--entity is one of ${entities.join(", ")}.`);
      return mappedTable({
        title: `a table of the columns of ${columns}`,
        entity,
        source,
        revision: revisionOf(revision),
        encoding,
        columns: await readColumnMap(columns, entity),
      });
    },
  },
  "n-1": {
    title: "acts of accidents, form N-1 of Kazakhstan (CSV or XLSX); needs --source, --columns for other headings",
    takes: ["source", "columns", "revision", "encoding"],
    needs: ["source"],
    async make({ source = "", columns, revision, encoding }) {
      const map = columns === undefined ? undefined : await readColumnMap(columns, "case");
      return formN1({ source, columns: map, revision: revisionOf(revision), encoding });
    },
  },
  "esocial-s2210": { title: esocialS2210({}).title, takes: ["source"], make: esocialS2210 },
  "osha-ita": {
    title: `${oshaIta({}).title}; needs --source where no row states its company`,
    takes: ["source", "revision", "encoding"],
    make: ({ source, revision, encoding }) => oshaIta({ source, revision: revisionOf(revision), encoding }),
  },
  "osha-severe-injuries": {
    title: oshaSevereInjuries({}).title,
    takes: ["revision", "encoding"],
    make: ({ revision, encoding }) => oshaSevereInjuries({ revision: revisionOf(revision), encoding }),
  },
};

/** Throws `UsageError` where the name or an option is wrong, `ImportError` (`file_unreadable`) where a map of columns is. */
export async function formatOf(name: string, options: FormatOptions): Promise<ImportFormat> {
  const kind = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (kind === undefined) throw new UsageError(`There is no format "${name}"; there is: ${Object.keys(formats).join(", ")}.`);
  const given = (Object.keys(options) as (keyof FormatOptions)[]).filter((option) => options[option] !== undefined);
  const odd = given.filter((option) => !kind.takes.includes(option));
  if (odd.length > 0) throw new UsageError(`${name} takes no ${flags(odd)}.`);
  const missing = (kind.needs ?? []).filter((option) => !given.includes(option));
  if (missing.length > 0) throw new UsageError(`${name} needs ${flags(missing)}.`);
  const { encoding } = options;
  if (encoding !== undefined && !isEncoding(encoding)) {
    throw new UsageError(`--encoding is a label of the WHATWG Encoding Standard, such as windows-1251; "${encoding}" is none.`);
  }
  return kind.make(options);
}

function revisionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const revision = /^\d+$/.test(text) ? Number(text) : 0;
  if (revision < 1 || revision > revisionMax) throw new UsageError(`--revision is a whole number from 1 to ${revisionMax}.`);
  return revision;
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label, { fatal: true }).encoding !== "";
  } catch {
    return false;
  }
}

const flags = (names: readonly string[]) => names.map((name) => `--${name}`).join(" and ");
