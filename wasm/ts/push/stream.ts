// Events of work that goes on by itself, as something to iterate over; who stops iterating stops the work.
import { abortError } from "../errors.js";
import type { PlatformAbortSignal } from "../platform.js";

export async function* eventsOf<Event>(
  outer: PlatformAbortSignal | undefined,
  work: (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<Event, void, undefined> {
  const stop = new AbortController();
  const abort = (): void => stop.abort(abortError(outer));
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort, { once: true });
  const waiting: Event[] = [];
  let wake = (): void => {};
  let isOver = false;
  const running = work((event) => {
    waiting.push(event);
    wake();
  }, stop.signal).finally(() => {
    isOver = true;
    wake();
  });
  running.catch(() => {}); // told below, when the events before it have been taken
  try {
    for (;;) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    await running;
  } finally {
    outer?.removeEventListener("abort", abort);
    stop.abort(new DOMException("The push was stopped.", "AbortError"));
    await running.catch(() => {});
  }
}
