import { expect, test } from "vitest";
import { garwood } from "./garwood.ts";

/** FACTS, section 4, as printed there: count, lower, upper. */
const printed = [
  [0, 0, 3.6889],
  [1, 0.0253, 5.5716],
  [2, 0.2422, 7.2247],
  [3, 0.6187, 8.7673],
  [4, 1.0899, 10.2416],
  [5, 1.6235, 11.6683],
  [6, 2.2019, 13.0595],
  [7, 2.8144, 14.4227],
  [8, 3.4538, 15.7632],
  [9, 4.1154, 17.0848],
  [10, 4.7954, 18.3904],
  [15, 8.3954, 24.7402],
  [20, 12.2165, 30.8884],
  [30, 20.2409, 42.8269],
  [50, 37.111, 65.9188],
  [77, 60.7672, 96.2368],
  [100, 81.364, 121.6268],
  [133, 111.3581, 157.62],
  [145, 122.3599, 170.6148],
  [202, 175.1026, 231.8599],
  [205, 177.8964, 235.0656],
] as const;

/** Made with SciPy 1.17.1: chi2.ppf(0.025, 2 * x) / 2 and chi2.ppf(0.975, 2 * x + 2) / 2. */
const grid = [
  [1, 0.025317807984289876, 5.571643390938898],
  [3, 0.6186721228956014, 8.767273069742323],
  [12, 6.200575108722218, 20.96158504817696],
  [38, 26.89106164519615, 52.15796891925961],
  [92, 74.16498476626239, 112.82983300167609],
  [143, 120.52327512215471, 168.45193650053682],
  [220, 191.8874621092149, 251.07224673163233],
  [499, 456.17243238097126, 544.7654563874568],
  [938, 878.9252970058229, 1000.0008557063189],
  [1430, 1356.8349460433906, 1506.0851765940752],
  [1568, 1491.3408374737892, 1647.5781272744543],
  [1999, 1912.320626373291, 2088.595528143092],
  [2000, 1913.2987096256304, 2089.6174394458276],
  [2001, 1914.27679835694, 2090.639345273666],
  [5000, 4862.359188694899, 5140.5489485350045],
  [14741, 14503.984398275521, 14980.917969783608],
  [100000, 99381.15266374472, 100621.74473974388],
  [1234567, 1232390.210341925, 1236746.684845829],
  [10000000, 9993802.996884268, 10006199.897731498],
] as const;

test.each(printed)("the limits of %i are as printed in the facts", (count, lower, upper) => {
  const interval = garwood(count);
  expect([interval.lower.toFixed(4), interval.upper.toFixed(4)]).toEqual([lower.toFixed(4), upper.toFixed(4)]);
});

test.each(grid)("the limits of %i agree with SciPy to eleven digits", (count, lower, upper) => {
  const interval = garwood(count);
  expect(Math.abs(interval.lower / lower - 1)).toBeLessThan(1e-11);
  expect(Math.abs(interval.upper / upper - 1)).toBeLessThan(1e-11);
});

test("both limits rise with the count and enclose it", () => {
  let before = garwood(0);
  for (let count = 1; count <= 4000; count += 1) {
    const interval = garwood(count);
    expect(interval.lower).toBeGreaterThan(before.lower);
    expect(interval.upper).toBeGreaterThan(before.upper);
    expect(interval.lower < count && count < interval.upper).toBe(true);
    before = interval;
  }
});
