// The engine itself: started when something is asked of it, and started again after a crash.
import { CrashedError, createEngine, type Engine } from "premap";
import { Store } from "../lib/store";
import { toProblem, wasRestarted } from "./problem";

/** Crashes over what is on screen after which the page stops restarting by itself. */
const mostRestarts = 2;

export interface EngineState {
  /** How often the engine had to be started again; `stopped` when it crashes every time. */
  restarts: number;
  stopped: boolean;
  notice: string | null;
}

const calm: EngineState = { restarts: 0, stopped: false, notice: null };

export class EngineRoom extends Store<EngineState> {
  /** Counts the crashes: what an earlier engine still fails with is no new one. */
  epoch = 0;
  /** Hears of a crash: what the engine held is gone. `isStopped`: and it is not to be started again. */
  onCrash: (isStopped: boolean) => void = () => {};
  #engine: Promise<Engine> | null = null;

  constructor(private readonly create: () => Promise<Engine> = createEngine) {
    super(calm);
  }

  start(): Promise<Engine> {
    if (this.#engine) return this.#engine;
    const starting = this.create();
    this.#engine = starting;
    starting.catch(() => {
      if (this.#engine === starting) this.#engine = null;
    });
    return starting;
  }

  /** What the engine answers; undefined when it cannot. After a crash it is started again. */
  async ask<Answer>(question: (engine: Engine) => Promise<Answer>): Promise<Answer | undefined> {
    for (;;) {
      const { epoch } = this;
      try {
        return await question(await this.start());
      } catch (thrown) {
        // A long call was given up meanwhile: what was asked beside it is asked again.
        if (wasRestarted(toProblem(thrown))) continue;
        this.recover(thrown, epoch);
        return undefined;
      }
    }
  }

  /** After a crash: a new engine, the same file, the same view, unless it crashes every time. */
  recover(thrown: unknown, epoch: number): void {
    if (!(thrown instanceof CrashedError) || epoch !== this.epoch) return;
    this.epoch += 1;
    void this.#engine?.then((crashed) => crashed.close()).catch(() => undefined);
    this.#engine = null;
    const { restarts } = this.state;
    const isStopped = restarts >= mostRestarts;
    const notice = "The engine stopped unexpectedly and was started again. Your files and edits are unchanged.";
    this.set(isStopped ? { ...calm, stopped: true } : { restarts: restarts + 1, stopped: false, notice });
    this.onCrash(isStopped);
  }

  /** The user has put something else before the engine. */
  forgive(): void {
    if (this.state.restarts > 0) this.change({ restarts: 0 });
  }

  /** The user wants it to try again. */
  resume(): void {
    this.change({ stopped: false });
  }

  dismissNotice(): void {
    this.change({ notice: null });
  }
}
