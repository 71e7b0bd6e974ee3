/**
 * What the labour inspectorate and the ministry have published of accident victims, and what the demo adds where nothing is known.
 * Every figure runs from 1 January through the month named. Made up, and marked so: whatever `assumed` names.
 *
 * Where figures contradict each other the national totals win. Left out for that reason: the sector counts of January to August 2021
 * (134 and 80 were printed as 19.4 % and 11.6 %, which fits no total), and Almaty city after nine months of 2025 (51, the same as after
 * six, while the country had 350 more). Totals for 2024 before December follow from the percentages published with those of 2025, as do
 * those of 2023 and 2025.
 */
export interface RegionFigure {
  readonly injured: number;
  readonly fatal?: number;
  readonly severe?: number;
  /** Fewer than `injured` by those hurt together with another. */
  readonly accidents?: number;
}

/** Victims from 1 January to the end of `throughMonth` (1 to 12). What is absent was not published for this month. */
export interface CumulativeFigure {
  readonly throughMonth: number;
  /** The dead among them. */
  readonly injured: number;
  readonly fatal: number;
  /** Mining and metallurgy: section B with divisions 24 and 25. */
  readonly miningMetallurgy?: number;
  /** Section F. */
  readonly construction?: number;
  readonly regions?: Readonly<Record<string, RegionFigure>>;
  /** Which of these numbers nobody has published. */
  readonly assumed?: ReadonlyArray<"injured" | "fatal" | "miningMetallurgy" | "construction">;
}

/** The running totals of one calendar year. */
export interface YearFigures {
  readonly year: number;
  /** Ascending; the last goes through December. */
  readonly cumulative: readonly CumulativeFigure[];
}

const noSectors = ["miningMetallurgy", "construction"] as const;

export const publishedFigures: readonly YearFigures[] = [
  {
    year: 2018,
    cumulative: [{ throughMonth: 12, injured: 1568, fatal: 220, miningMetallurgy: 306, construction: 236, assumed: noSectors }],
  },
  {
    year: 2019,
    cumulative: [{ throughMonth: 12, injured: 1430, fatal: 180, miningMetallurgy: 279, construction: 212, assumed: noSectors }],
  },
  {
    year: 2020,
    cumulative: [
      { throughMonth: 7, injured: 798, fatal: 113 },
      { throughMonth: 8, injured: 912, fatal: 130 },
      { throughMonth: 12, injured: 1503, fatal: 208, miningMetallurgy: 286, construction: 180, assumed: ["fatal", ...noSectors] },
    ],
  },
  {
    year: 2021,
    cumulative: [
      {
        throughMonth: 7,
        injured: 817,
        fatal: 93,
        regions: { "KZ-35": { injured: 160 }, "KZ-63": { injured: 97 }, "KZ-39": { injured: 65 } },
      },
      { throughMonth: 8, injured: 938, fatal: 114 },
      {
        throughMonth: 12,
        injured: 1465,
        fatal: 200,
        miningMetallurgy: 276,
        construction: 167,
        regions: {
          "KZ-35": { injured: 238 },
          "KZ-63": { injured: 204 },
          "KZ-39": { injured: 122 },
          "KZ-55": { injured: 114 },
          "KZ-15": { injured: 107 },
          "KZ-75": { injured: 107 },
        },
      },
    ],
  },
  {
    year: 2022,
    cumulative: [
      {
        throughMonth: 12,
        injured: 1465,
        fatal: 203,
        miningMetallurgy: 237,
        construction: 220,
        regions: {
          "KZ-35": { injured: 180 },
          "KZ-63": { injured: 169 },
          "KZ-39": { injured: 142 },
          "KZ-55": { injured: 112 },
          "KZ-15": { injured: 103 },
          "KZ-75": { injured: 114 },
        },
      },
    ],
  },
  {
    year: 2023,
    cumulative: [
      {
        throughMonth: 6,
        injured: 640,
        fatal: 69,
        miningMetallurgy: 140,
        construction: 68,
        regions: {
          "KZ-35": { injured: 79 },
          "KZ-63": { injured: 53 },
          "KZ-10": { injured: 50 },
          "KZ-75": { injured: 50 },
          "KZ-55": { injured: 46 },
          "KZ-39": { injured: 44 },
          "KZ-15": { injured: 40 },
        },
      },
      // The 46 dead of Kostenko, 28 October, are among these.
      { throughMonth: 12, injured: 1474, fatal: 251, miningMetallurgy: 316, construction: 168, assumed: noSectors },
    ],
  },
  {
    year: 2024,
    cumulative: [
      { throughMonth: 6, injured: 700, fatal: 92, assumed: ["fatal"] },
      { throughMonth: 9, injured: 967, fatal: 141, assumed: ["fatal"] },
      { throughMonth: 10, injured: 1077, fatal: 155 },
      {
        throughMonth: 12,
        injured: 1408,
        fatal: 202,
        miningMetallurgy: 253,
        construction: 141,
        // Zhambyl was published as 21.5 % down from here, West Kazakhstan by its accidents alone.
        regions: { "KZ-27": { injured: 57, accidents: 51 }, "KZ-31": { injured: 65 } },
      },
    ],
  },
  {
    year: 2025,
    cumulative: [
      {
        throughMonth: 6,
        injured: 584,
        fatal: 77,
        miningMetallurgy: 106,
        construction: 54,
        regions: {
          "KZ-35": { injured: 61 },
          "KZ-75": { injured: 51 },
          "KZ-63": { injured: 50 },
          "KZ-55": { injured: 44 },
          "KZ-23": { injured: 40 },
          "KZ-15": { injured: 39 },
        },
      },
      {
        throughMonth: 9,
        injured: 934,
        fatal: 133,
        miningMetallurgy: 163,
        construction: 95,
        regions: {
          "KZ-35": { injured: 103 },
          "KZ-63": { injured: 89 },
          "KZ-55": { injured: 68 },
          "KZ-15": { injured: 64 },
          "KZ-23": { injured: 48 },
        },
      },
      { throughMonth: 10, injured: 1029, fatal: 145 },
      {
        // 4.5 % and 6.9 % down on 2024.
        throughMonth: 12,
        injured: 1345,
        fatal: 188,
        miningMetallurgy: 235,
        construction: 136,
        assumed: noSectors,
        regions: {
          "KZ-63": { injured: 143, fatal: 14, severe: 47 },
          "KZ-27": { injured: 37, fatal: 2, severe: 23, accidents: 31 },
          "KZ-31": { injured: 51 },
        },
      },
    ],
  },
  {
    year: 2026,
    cumulative: [
      { throughMonth: 1, injured: 92, fatal: 12, regions: { "KZ-63": { injured: 7, fatal: 0 } }, assumed: ["injured", "fatal"] },
      { throughMonth: 9, injured: 902, fatal: 127, regions: { "KZ-35": { injured: 92, fatal: 12 } }, assumed: ["injured", "fatal"] },
      {
        throughMonth: 12,
        injured: 1298,
        fatal: 178,
        miningMetallurgy: 226,
        construction: 132,
        assumed: ["injured", "fatal", ...noSectors],
      },
    ],
  },
];

/** For years without published figures yet: the latest one, three percent less a year. */
export function figuresOf(year: number): YearFigures {
  const reported = publishedFigures.find((figures) => figures.year === year);
  if (reported !== undefined) return reported;
  const latest = publishedFigures.at(-1) as YearFigures;
  const last = latest.cumulative.at(-1) as CumulativeFigure;
  const factor = 0.97 ** (year - latest.year);
  const scaled = (value: number) => Math.round(value * factor);
  const assumed = ["injured", "fatal", ...noSectors] as const;
  const { injured, fatal, miningMetallurgy = 0, construction = 0 } = last;
  return {
    year,
    cumulative: [
      {
        throughMonth: 12,
        injured: scaled(injured),
        fatal: scaled(fatal),
        miningMetallurgy: scaled(miningMetallurgy),
        construction: scaled(construction),
        assumed,
      },
    ],
  };
}
