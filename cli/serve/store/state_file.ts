/** Small things that are kept whole in one file: reports, keys, named groups. What is answered is on the disk. */

import { readFile } from "node:fs/promises";
import type { Disk } from "./durable.js";
import { StateFault } from "./faults.js";

/**
 * `value` may be changed in place inside `change`; changes that come while the file is being written share the next
 * writing. When it cannot be written every change that was in it is undone and told.
 */
export class StateFile<T> {
  value: T;
  #written: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  private constructor(
    private readonly disk: Disk,
    private readonly file: string,
    text: string,
  ) {
    this.#written = text;
    this.value = JSON.parse(text) as T;
  }

  static async open<T>(disk: Disk, name: string, empty: T): Promise<StateFile<T>> {
    const file = disk.at(name);
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      text = JSON.stringify(empty);
    }
    try {
      const state = new StateFile<T>(disk, file, text);
      state.value = { ...empty, ...state.value };
      return state;
    } catch {
      throw new StateFault(`${name} in the state folder is no JSON; mend it or move it away`);
    }
  }

  async change<R>(run: (value: T) => R): Promise<R> {
    const answer = run(this.value);
    await this.#saved();
    return answer;
  }

  #saved(): Promise<void> {
    if (!this.#running) return (this.#running = this.#write());
    this.#next ??= this.#running.then(
      () => this.#turn(),
      (error: unknown) => this.#undo(error),
    );
    return this.#next;
  }

  /** Changes made on top of one that could not be written are gone with it. */
  #undo(error: unknown): never {
    this.#next = this.#running = undefined;
    this.value = JSON.parse(this.#written) as T;
    throw error;
  }

  #turn(): Promise<void> {
    this.#next = undefined;
    return (this.#running = this.#write());
  }

  async #write(): Promise<void> {
    const text = JSON.stringify(this.value, null, 1);
    try {
      await this.disk.write(this.file, `${text}\n`);
      this.#written = text;
    } catch (error) {
      this.value = JSON.parse(this.#written) as T;
      throw error;
    } finally {
      if (!this.#next) this.#running = undefined;
    }
  }
}
