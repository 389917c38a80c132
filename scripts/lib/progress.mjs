const HEARTBEAT = 20_000;
const began = performance.now();

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs one step aloud: its name, a sign of life while it lasts, and how long it took. */
export async function step(title, work) {
  const start = performance.now();
  console.log(`▶ ${title}`);
  const beat = setInterval(() => console.log(`  … ${title}: ${seconds(start)}`), HEARTBEAT);
  try {
    const result = await work();
    console.log(`✔ ${title}: ${seconds(start)} (${seconds(began)} in all)`);
    return result;
  } catch (error) {
    console.error(`✘ ${title}: failed after ${seconds(start)}`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}
