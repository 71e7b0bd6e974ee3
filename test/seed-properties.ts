/** `QORGAU_TEST_SEED` is the seed of every property that has none of its own, too; without it each draws another, and says it where it fails. */
export async function seedProperties({ QORGAU_TEST_SEED: seed }: NodeJS.ProcessEnv): Promise<void> {
  if (seed === undefined) return;
  // Loaded only where it is asked for: most test files have no property.
  const { configureGlobal, readConfigureGlobal } = await import("fast-check");
  configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) });
}

await seedProperties(process.env);
