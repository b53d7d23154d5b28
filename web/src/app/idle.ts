// When the page has done what it does at first: the table, the profile and the problems are there. What is fetched for later
// must not be in their way.
import type { Workbench } from "../engine";
import { fetchTheRest } from "../ui/later";

/** When the fetching for later began: a mark in the page's timeline, which tests/e2e/first_load.spec.ts measures by. */
export const beganMark = "premap.rest";
const endedMark = "premap.rest.there";

/** Without a snapshot there is no first table (ms). */
const longest = 10_000;

/** Fetches the parts of the page that were not needed yet, once the first table is complete and the browser has nothing to do. */
export function fetchWhenIdle({ engine, questions }: Workbench): void {
  const jobs = [questions.preview, questions.counting, questions.validation];
  const isDone = () => jobs.every(({ state }) => state.phase !== "none" && state.phase !== "running");
  let isWaiting = false;
  let hasBegun = false;
  const begin = (isLate = false): void => {
    isWaiting = false;
    // The check begins once more, with the rows.
    if (hasBegun || (!isDone() && !isLate)) return;
    hasBegun = true;
    for (const stop of watching) stop();
    performance.mark(beganMark);
    // An empty edit has the engine fetch what explains a cell and changes a mapping.
    const tools = engine.ask((running) => running.apply("{}", []));
    void Promise.allSettled([fetchTheRest(), tools]).then(() => performance.mark(endedMark));
  };
  const look = (): void => {
    if (isWaiting || !isDone()) return;
    isWaiting = true;
    // What has come is drawn first.
    requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(() => begin())));
  };
  const watching = jobs.map((job) => job.subscribe(look));
  setTimeout(() => begin(true), longest);
}

/** Not every browser tells when it is idle. */
function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run);
  else setTimeout(run, 1000);
}
