/** One after the other, by name: two changes of the same thing never see it half changed. */

export class Locks {
  readonly #tails = new Map<string, Promise<unknown>>();

  async hold<T>(name: string, run: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const mine = before.then(run, run);
    const tail = mine.catch(() => {});
    this.#tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}
