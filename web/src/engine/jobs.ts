// Work that takes a while and of which only the newest counts: what is begun gives up what was begun before. All that the page
// asks of the engine and shows is such a job: it can tell how far it is, be cancelled, and survives the engine's restarts.
//
//   const counting = new Job<Profile, RowProgress>(engine);
//   await counting.run(({ signal, tell }) => snapshot.profile(text, { signal, onProgress: tell }));
import { Store } from "../lib/store";
import type { EngineRoom } from "./engine";
import { type Problem, toProblem, wasRestarted } from "./problem";

export type JobState<Value, Progress = unknown> =
  | { phase: "none" }
  /** `value`: what it gave before, or has given so far. */
  | { phase: "running"; value?: Value | undefined; progress?: Progress | undefined }
  | { phase: "ready"; value: Value }
  /** `progress`: how far it came. */
  | { phase: "failed"; problem: Problem; progress?: Progress | undefined }
  | { phase: "cancelled" };

/** What there is to show, the current or the one before. */
export const valueOf = <Value>(state: JobState<Value>): Value | undefined =>
  state.phase === "ready" || state.phase === "running" ? state.value : undefined;

/** How far it is, while it runs and has told. */
export const progressOf = <Progress>(state: JobState<unknown, Progress>): Progress | undefined =>
  state.phase === "running" ? state.progress : undefined;

/** What work is given: when to end, and how to tell of itself meanwhile. */
export interface Run<Value, Progress> {
  signal: AbortSignal;
  tell: (progress: Progress) => void;
  /** Shows a value, or none, while the work goes on. */
  show: (value: Value | undefined) => void;
}

/** How work ended that was not given up. */
export type Outcome<Value> = { value: Value; problem?: never } | { value?: never; problem: Problem };

export class Job<Value, Progress = never> extends Store<JobState<Value, Progress>> {
  #running = new AbortController();

  /** After a crash in the background the next who asks starts the engine again: else what crashes would do so for ever. */
  constructor(
    private readonly engine: EngineRoom,
    private readonly place: "foreground" | "background" = "foreground",
  ) {
    super({ phase: "none" });
  }

  /**
   * Does the work; `value` is shown until it is done. Undefined when it was given up, or had nothing to give. `arrive` is called
   * with the value just before it is shown.
   */
  async run(
    work: (run: Run<Value, Progress>) => Promise<Value | undefined>,
    { value: before, arrive }: { value?: Value | undefined; arrive?: (value: Value) => void } = {},
  ): Promise<Outcome<Value> | undefined> {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    let now: JobState<Value, Progress> & { phase: "running" } = { phase: "running", value: before };
    const put = (part: Partial<typeof now>) => {
      now = { ...now, ...part };
      if (!signal.aborted) this.set(now);
    };
    put({});
    for (;;) {
      const { epoch } = this.engine;
      try {
        const value = await work({
          signal,
          tell: (progress) => put({ progress }),
          show: (shown) => put({ value: shown }),
        });
        if (signal.aborted) return undefined;
        if (value !== undefined) arrive?.(value);
        this.set(value === undefined ? { phase: "none" } : { phase: "ready", value });
        return value === undefined ? undefined : { value };
      } catch (thrown) {
        if (signal.aborted) return undefined;
        const problem = toProblem(thrown);
        // The engine made way for something newer: asking again is all it takes.
        if (wasRestarted(problem)) continue;
        this.set({ phase: "failed", problem, progress: now.progress });
        if (this.place === "foreground") this.engine.recover(thrown, epoch);
        return signal.aborted ? undefined : { problem };
      }
    }
  }

  /** The user wants no more of it. */
  cancel(): void {
    this.#running.abort();
    this.set({ phase: "cancelled" });
  }

  /** Makes way; what it has given stays. */
  giveUp(): void {
    this.#running.abort();
    if (this.state.phase !== "cancelled" && this.state.phase !== "running") return;
    const value = valueOf(this.state);
    this.set(value === undefined ? { phase: "none" } : { phase: "ready", value });
  }

  /** What it has given is of something else. */
  forget(): void {
    this.#running.abort();
    if (this.state.phase !== "none") this.set({ phase: "none" });
  }
}
