// A value that tells its readers when it changes: the whole state library of the page.
import { useSyncExternalStore } from "react";

export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  set(state: State): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  change(part: Partial<State>): void {
    this.set({ ...this.#state, ...part });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** In a component: renders again when the chosen part changes (compared by identity). */
  use<Part>(choose: (state: State) => Part): Part {
    return useSyncExternalStore(this.subscribe, () => choose(this.state));
  }
}
