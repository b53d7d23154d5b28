/**
 * What a file will hold further on, kept in a file beside it until then: a model's numbers, and the lists of its description, which are
 * known one after the other and stand one behind the other. Memory holds no more of them than what is about to be written.
 */

import { closeSync, createReadStream, openSync, rmSync, writeSync } from "node:fs";
import { unwritable } from "../input.js";

const bufferSize = 1 << 18;

/** Errors: InputError, about the file that it stands beside. */
export class SideFile {
  byteLength = 0;
  private readonly path: string;
  private readonly handle: number;
  private readonly buffer = Buffer.allocUnsafe(bufferSize);
  private used = 0;
  private isOpen = true;

  constructor(
    private readonly file: string,
    name: string,
  ) {
    this.path = `${file}.${name}.part`;
    this.handle = this.guarded(() => openSync(this.path, "w"));
  }

  write(bytes: Uint8Array): void {
    this.byteLength += bytes.byteLength;
    if (this.used + bytes.byteLength > bufferSize) this.flush();
    if (bytes.byteLength > bufferSize) return this.put(bytes);
    this.buffer.set(bytes, this.used);
    this.used += bytes.byteLength;
  }

  /** All of it, once nothing more comes. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    this.flush();
    if (this.byteLength > 0) yield* createReadStream(this.path) as AsyncIterable<Uint8Array>;
  }

  remove(): void {
    if (this.isOpen) closeSync(this.handle);
    this.isOpen = false;
    rmSync(this.path, { force: true });
  }

  private flush(): void {
    if (this.used > 0) this.put(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  private put(bytes: Uint8Array): void {
    this.guarded(() => {
      for (let done = 0; done < bytes.byteLength;) done += writeSync(this.handle, bytes, done);
    });
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw unwritable(this.file, error);
    }
  }
}

/** Items of a JSON list, with commas between them. */
export class ListFile {
  count = 0;
  private readonly side: SideFile;

  constructor(file: string, name: string) {
    this.side = new SideFile(file, name);
  }

  get byteLength(): number {
    return this.side.byteLength;
  }

  /** The number of the item in the list. */
  add(item: object | number): number {
    this.side.write(Buffer.from(`${this.count > 0 ? "," : ""}${JSON.stringify(item)}`));
    return this.count++;
  }

  pieces(): AsyncGenerator<Uint8Array> {
    return this.side.pieces();
  }

  remove(): void {
    this.side.remove();
  }
}
