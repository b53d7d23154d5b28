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

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Re-renders when the chosen part changes (compared by identity). */
export function useStore<State extends object, Part>(store: Store<State>, choose: (state: State) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => choose(store.state));
}
