// Telling how far long work is: not too often, and not at all of what is done at once.

/** Work that is done within so many milliseconds is not told of. */
const quiet = 300;
/** Milliseconds between two tellings: often enough to be seen moving, seldom enough to be read. */
const pause = 250;

/** Passes calls on, the first one after a while, then now and then. */
export function nowAndThen<T>(tell: (told: T) => void, wait = quiet): (told: T) => void {
  let next = performance.now() + wait;
  return (told) => {
    if (performance.now() < next) return;
    next = performance.now() + pause;
    tell(told);
  };
}

/** Seconds left of work that takes its rows evenly; undefined while too little is done to tell. */
export function secondsLeft(milliseconds: number, rows: number, rowCount: number | undefined): number | undefined {
  if (!rowCount || milliseconds < 2000 || rows < rowCount / 20) return undefined;
  return (milliseconds / 1000) * (Math.max(0, rowCount - rows) / rows);
}
