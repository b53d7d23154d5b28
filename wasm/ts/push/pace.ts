// When the next request may go out: the rate that a subscription has, and pauses after failures.
import { abortError, throwIfAborted } from "../errors.js";
import type { PlatformAbortSignal } from "../platform.js";

export function sleep(milliseconds: number, signal?: PlatformAbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal) as Error);
    const stop = (): void => {
      clearTimeout(timer);
      reject(abortError(signal) as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** A tenth of a minute's requests may go at once: with 400 a minute no minute has more than 440. */
const burst = 0.1;

export class TokenBucket {
  readonly #size: number;
  #tokens: number;
  #filled = performance.now();

  constructor(private readonly perMinute: number) {
    this.#size = Math.max(1, Math.floor(perMinute * burst));
    this.#tokens = this.#size;
  }

  async take(signal?: PlatformAbortSignal): Promise<void> {
    throwIfAborted(signal);
    for (;;) {
      this.#fill();
      if (this.#tokens >= 1) break;
      await sleep(Math.ceil(((1 - this.#tokens) * 60_000) / this.perMinute), signal);
    }
    this.#tokens -= 1;
  }

  #fill(): void {
    const now = performance.now();
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#filled) * this.perMinute) / 60_000);
    this.#filled = now;
  }

  /** How long so many requests take at least. */
  minutes(requests: number): number {
    return Math.max(0, requests - this.#size) / this.perMinute;
  }
}
