/** How many workers an extract takes. */

/** Up to so many one worker is done before others have started. */
export const leastRows = 50_000;
const mostWorkers = 4;

/** Of `auto`: of many cores one is left to the page or the process; of two it can do with what is left, as it mostly waits. */
export function workersFor(rowCount: number, cores = coreCount()): number {
  return rowCount > leastRows ? Math.min(Math.max(cores - 1, 2), cores, mostWorkers) : 1;
}

function coreCount(): number {
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}
