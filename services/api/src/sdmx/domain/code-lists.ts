/** Code lists of the SDMX structure (METHODS, section 10), made of the contract's own: a code of SDMX, and what `/v1/rates` calls it. */
import { sections } from "@qorgau/schemas/codes/activities";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import { ageBands, sexes } from "@qorgau/schemas/codes/enumerations";
import { regions, southKazakhstan } from "@qorgau/schemas/codes/regions";
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import { observationStatuses } from "../../render/domain/observation-status.ts";

export type Names = Readonly<Partial<Record<Language, string>>> & { readonly en: string };

export interface SdmxCode {
  readonly id: string;
  readonly names: Names;
  /** What `/v1/rates` calls it: null is unknown; absent for the total and where the list is none of its dimensions. */
  readonly value?: string | null;
  /** The first and the last day on which it is valid, where the series is longer. */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly parent?: string;
}

export interface CodeList {
  readonly id: string;
  readonly name: string;
  readonly codes: readonly SdmxCode[];
}

/** SDMX has a code of its own for what is not known (SDMX guidelines for code lists, 2018). */
const unknown: SdmxCode = { id: "_U", names: { en: "Not stated", ru: "Не указано", kk: "Көрсетілмеген" }, value: null };
const namesOf = (column: string, code: string): Names => {
  const named = languages.flatMap((language) => {
    const name = nameOfCode(column, code, language);
    return name === null ? [] : [[language, name]];
  });
  return { en: code, ...Object.fromEntries(named) };
};

const country: SdmxCode = { id: "KZ", names: { en: "Kazakhstan", ru: "Казахстан", kk: "Қазақстан" } };

export const frequencies: CodeList = {
  id: "CL_FREQ",
  name: "Frequency",
  codes: [
    { id: "A", names: { en: "Annual", ru: "Год", kk: "Жыл" }, value: "year" },
    { id: "Q", names: { en: "Quarterly", ru: "Квартал", kk: "Тоқсан" }, value: "quarter" },
    { id: "M", names: { en: "Monthly", ru: "Месяц", kk: "Ай" }, value: "month" },
  ],
};

export const areas: CodeList = {
  id: "CL_REF_AREA",
  name: "Reference area: Kazakhstan and its regions, with the days from and to which each is one",
  codes: [
    country,
    ...regions.map(({ iso, names, validFrom }) => ({
      id: iso,
      names,
      value: iso,
      parent: country.id,
      ...(validFrom === null ? {} : { validFrom }),
    })),
    {
      id: southKazakhstan.iso,
      names: southKazakhstan.names,
      value: southKazakhstan.iso,
      parent: country.id,
      validTo: southKazakhstan.validUntil,
    },
    unknown,
  ],
};

export const activities: CodeList = {
  id: "CL_ECO",
  name: "Economic activity: sections of ISIC Rev. 4, which are those of NACE Rev. 2 and OKED",
  codes: [
    { id: "ECO_ISIC4_TOTAL", names: { en: "Total", ru: "Всего", kk: "Барлығы" } },
    ...sections.map(({ code, names }) => ({ id: `ECO_ISIC4_${code}`, names, value: code, parent: "ECO_ISIC4_TOTAL" })),
    { ...unknown, id: "ECO_ISIC4_X" },
  ],
};

export const sexCodes: CodeList = {
  id: "CL_SEX",
  name: "Sex",
  codes: [
    { id: "SEX_T", names: { en: "Total", ru: "Всего", kk: "Барлығы" } },
    ...sexes.map((sex) => ({ id: sex === "female" ? "SEX_F" : "SEX_M", names: namesOf("sex", sex), value: sex })),
    { ...unknown, id: "SEX_U" },
  ],
};

/** `Y18T24`, `Y_GE65`: ages as the SDMX guidelines for code lists write them. */
function idOfAgeBand(band: string): string {
  return band.endsWith("+") ? `AGE_Y_GE${band.slice(0, -1)}` : `AGE_Y${band.replace("-", "T")}`;
}

export const ages: CodeList = {
  id: "CL_AGE",
  name: "Age",
  codes: [
    { id: "AGE_T", names: { en: "Total", ru: "Всего", kk: "Барлығы" } },
    ...ageBands.map((band) => ({ id: idOfAgeBand(band), names: { en: band }, value: band })),
    { ...unknown, id: "AGE_U" },
  ],
};

/** The codes of ILOSTAT, and one for what is not stated. */
export const migration: CodeList = {
  id: "CL_MIG",
  name: "Migrant status",
  codes: [
    { id: "MIG_STATUS_TOTAL", names: { en: "Total", ru: "Всего", kk: "Барлығы" } },
    { id: "MIG_STATUS_MIGRANT", names: { en: "Migrants", ru: "Мигранты", kk: "Мигранттар" }, value: "true" },
    { id: "MIG_STATUS_NONMIG", names: { en: "Non-migrants", ru: "Не мигранты", kk: "Мигрант еместер" }, value: "false" },
    { ...unknown, id: "MIG_STATUS_U" },
  ],
};

/** The indicators of `DF_INJ` and of the views: `/v1/indicators` describes each under the same code. */
export const measureCodes: CodeList = {
  id: "CL_MEASURE",
  name: "Measure",
  codes: [
    {
      id: "INJ_FATL_NB",
      names: {
        en: "Fatal occupational injuries: persons",
        ru: "Погибшие на производстве, человек",
        kk: "Өндірісте қаза тапқандар, адам",
      },
    },
    {
      id: "INJ_FATL_RT",
      names: {
        en: "Fatal occupational injuries per 100,000 workers",
        ru: "Погибшие на производстве на 100 000 работников",
        kk: "Өндірісте қаза тапқандар, 100 000 жұмыскерге шаққанда",
      },
    },
    {
      id: "INJ_NFTL_NB",
      names: {
        en: "Non-fatal occupational injuries: persons",
        ru: "Пострадавшие на производстве без смертельного исхода, человек",
        kk: "Өндірісте зардап шегіп, тірі қалғандар, адам",
      },
    },
    {
      id: "INJ_NFTL_RT",
      names: {
        en: "Non-fatal occupational injuries per 100,000 workers",
        ru: "Пострадавшие на производстве без смертельного исхода на 100 000 работников",
        kk: "Өндірісте зардап шегіп, тірі қалғандар, 100 000 жұмыскерге шаққанда",
      },
    },
    {
      id: "INJ_DAYS_NB",
      names: {
        en: "Days lost by non-fatal occupational injuries",
        ru: "Дни нетрудоспособности пострадавших на производстве без смертельного исхода",
        kk: "Өндірісте зардап шегіп, тірі қалғандардың еңбекке жарамсыз күндері",
      },
    },
    {
      id: "DIS_NB",
      names: {
        en: "Occupational diseases: persons",
        ru: "Профессиональные заболевания, человек",
        kk: "Кәсіптік аурулар, адам",
      },
    },
    {
      id: "SDG_F881_RT",
      names: {
        en: "Fatal occupational injuries per 100,000 workers (SDG indicator 8.8.1)",
        ru: "Погибшие на производстве на 100 000 работников (показатель ЦУР 8.8.1)",
        kk: "Өндірісте қаза тапқандар, 100 000 жұмыскерге шаққанда (ТДМ 8.8.1 көрсеткіші)",
      },
    },
  ],
};

export const observationStatusCodes: CodeList = {
  id: "CL_OBS_STATUS",
  name: "Observation status",
  codes: Object.entries(observationStatuses).map(([id, en]) => ({ id, names: { en } })),
};

export const units: CodeList = {
  id: "CL_UNIT_MEASURE",
  name: "Unit of measure",
  codes: [
    { id: "PERSONS", names: { en: "Persons", ru: "Человек", kk: "Адам" } },
    { id: "DAYS", names: { en: "Days", ru: "Дни", kk: "Күн" } },
    {
      id: "PER_100000_WORKERS",
      names: {
        en: "Persons per 100,000 workers",
        ru: "Человек на 100 000 работников",
        kk: "100 000 жұмыскерге шаққандағы адам",
      },
    },
  ],
};

/** Kazakhstan as the ILO names it; the views of others have the country alone. */
export const countriesOfIlo: CodeList = { id: "CL_AREA_ILO", name: "Reference area", codes: [{ ...country, id: "KAZ" }] };
export const countriesOfEurostat: CodeList = { id: "CL_GEO", name: "Geopolitical entity", codes: [country] };

export const years: CodeList = { id: "CL_FREQ_A", name: "Frequency", codes: frequencies.codes.slice(0, 1) };

export const naceActivities: CodeList = {
  id: "CL_NACE_R2",
  name: "Sections of NACE Rev. 2",
  codes: [
    { id: "TOTAL", names: { en: "Total", ru: "Всего", kk: "Барлығы" } },
    ...sections.map(({ code, names }) => ({ id: code, names, value: code, parent: "TOTAL" })),
    { ...unknown, id: "UNK" },
  ],
};

export const ratesOfEurostat: CodeList = {
  id: "CL_UNIT",
  name: "Unit of measure",
  codes: [
    { id: "NR", names: { en: "Number" } },
    { id: "RT_INC", names: { en: "Incidence rate per 100,000 persons employed" } },
  ],
};

export const codeLists: readonly CodeList[] = [
  frequencies,
  areas,
  measureCodes,
  activities,
  sexCodes,
  ages,
  migration,
  observationStatusCodes,
  units,
  countriesOfIlo,
  countriesOfEurostat,
  years,
  naceActivities,
  ratesOfEurostat,
];
