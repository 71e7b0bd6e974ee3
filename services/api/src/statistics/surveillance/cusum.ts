/**
 * The Poisson CUSUM (Lucas 1985, "Counted data CUSUM's") and how long it runs between alarms (METHODS, section 3): Brook and Evans (1972), "An approach to the
 * probability distribution of CUSUM run length", with states a tenth apart.
 */
import { poissonTerm } from "../poisson-term.ts";

const tenths = 10;

/** What is taken off at each count so that the sum falls where `mean` is true and rises where `raised` is: (λ1 − λ0) / ln(λ1 / λ0), unrounded. */
export function referenceValue(mean: number, raised: number): number {
  return (raised - mean) / Math.log(raised / mean);
}

/** The mean number of counts until the sum reaches `limit`, from 0; `limit` and `reference` are multiples of a tenth. */
export function averageRunLength(limit: number, reference: number, mean: number): number {
  const states = Math.round(limit * tenths);
  const taken = Math.round(reference * tenths);
  // (I − Q) u = 1, u being the mean number of counts from each state on.
  const masses = Array.from({ length: Math.ceil((states + taken) / tenths) + 1 }, (_, count) =>
    count === 0 ? Math.exp(-mean) : poissonTerm(count, mean),
  );
  const matrix = Array.from({ length: states }, (_, from) => rowOf(from, { states, taken, masses }));
  return solved(matrix)[0]!;
}

interface Chain {
  readonly states: number;
  readonly taken: number;
  /** The probability of each count. */
  readonly masses: readonly number[];
}

function rowOf(from: number, { states, taken, masses }: Chain): number[] {
  const row = Array.from({ length: states + 1 }, () => 0);
  row[from] = 1;
  row[states] = 1;
  for (let count = 0; ; count += 1) {
    const next = from + tenths * count - taken;
    if (next >= states) return row;
    row[Math.max(0, next)]! -= masses[count]!;
  }
}

/** Gauss's elimination with the largest pivot; each row ends with its right side. */
function solved(matrix: number[][]): number[] {
  const n = matrix.length;
  for (let step = 0; step < n; step += 1) {
    let pivot = step;
    for (let row = step + 1; row < n; row += 1) if (Math.abs(matrix[row]![step]!) > Math.abs(matrix[pivot]![step]!)) pivot = row;
    [matrix[step], matrix[pivot]] = [matrix[pivot]!, matrix[step]!];
    for (let row = step + 1; row < n; row += 1) {
      const factor = matrix[row]![step]! / matrix[step]![step]!;
      if (factor === 0) continue;
      for (let column = step; column <= n; column += 1) matrix[row]![column]! -= factor * matrix[step]![column]!;
    }
  }
  const solution = Array.from({ length: n }, () => 0);
  for (let row = n - 1; row >= 0; row -= 1) {
    let rest = matrix[row]![n]!;
    for (let column = row + 1; column < n; column += 1) rest -= matrix[row]![column]! * solution[column]!;
    solution[row] = rest / matrix[row]![row]!;
  }
  return solution;
}

export interface CusumDesign {
  readonly reference: number;
  readonly limit: number;
  /** Mean number of counts between alarms where the mean is as expected, and where it is twice that. */
  readonly runLength: number;
  readonly runLengthDoubled: number;
}

/** The design for a mean count: against twice the mean, with the lowest limit whose run length is at least `runLengthMin`. */
export function cusumDesign(mean: number, runLengthMin: number): CusumDesign {
  const reference = Math.round(referenceValue(mean, 2 * mean) * tenths) / tenths;
  let [low, high] = [0, 1];
  const isEnough = (tenth: number) => averageRunLength(tenth / tenths, reference, mean) >= runLengthMin;
  while (!isEnough(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  const limit = high / tenths;
  return {
    reference,
    limit,
    runLength: averageRunLength(limit, reference, mean),
    runLengthDoubled: averageRunLength(limit, reference, 2 * mean),
  };
}

/** A count of a week, and the week's exposure over its mean. */
export interface ExposedCount {
  readonly count: number;
  readonly exposure: number;
}

/** The sums after each count: they begin at 0 and begin anew after an alarm, which is where one is at or above the limit. */
export function cusumOf(
  counts: readonly ExposedCount[],
  { reference, limit }: Pick<CusumDesign, "reference" | "limit">,
): readonly number[] {
  let sum = 0;
  return counts.map(({ count, exposure }) => {
    const before = sum >= limit ? 0 : sum;
    sum = Math.max(0, before + count - reference * exposure);
    return sum;
  });
}
