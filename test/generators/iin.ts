/** Synthetic IINs with a valid check digit (FACTS: weights 1..11, then 3..11, 1, 2). */
const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

export function iinWithCheckDigit(random: () => number): string {
  for (;;) {
    const year = String(55 + Math.floor(random() * 45));
    const month = String(1 + Math.floor(random() * 12)).padStart(2, "0");
    const day = String(1 + Math.floor(random() * 28)).padStart(2, "0");
    const base = `${year}${month}${day}${3 + Math.floor(random() * 2)}${String(Math.floor(random() * 10_000)).padStart(4, "0")}`;
    const check = checkDigit(base);
    if (check !== null) return base + check;
  }
}

function checkDigit(base: string): number | null {
  for (const weights of [firstWeights, secondWeights]) {
    const remainder = weights.reduce((sum, weight, index) => sum + weight * Number(base[index]), 0) % 11;
    if (remainder < 10) return remainder;
  }
  return null;
}
