// Measuring side by side: every contestant once a round, so that a busy moment of the machine hits all of them.

/** Milliseconds of the processor (this process with its threads) and of the clock. */
export async function timed(run) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const answer = await run();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - wall, answer };
}

/**
 * Runs each of `contestants` ({name: run}) `warmups` times and then `rounds` times, in turns. A run answers what `timed`
 * does. The answer: {name: [time, …]}; one that fails is left out, and `failures` says why.
 */
export async function alternate(contestants, rounds, failures = {}, warmups = 1) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -warmups; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      if (failures[name]) continue;
      try {
        const time = await run();
        if (round >= 0) times[name].push(time);
      } catch (problem) {
        failures[name] = String(problem.message || problem);
        delete times[name];
      }
    }
  }
  return times;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** {median, least, most} of one clock ("cpu" or "wall"). */
export function summary(times, clock) {
  const numbers = times.map((time) => time[clock]);
  return { median: median(numbers), least: Math.min(...numbers), most: Math.max(...numbers) };
}

/** The median over the rounds of `a` divided by `b`, each pair from one round. */
export const ratio = (a, b, clock) => median(a.map((time, round) => time[clock] / b[round][clock]));
