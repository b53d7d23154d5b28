/** SQLite's C functions with JavaScript's strings and bytes. Addresses in the heap are plain numbers. */

import type { WasmModule } from "../glue.js";
import { Callbacks } from "./callbacks.js";
import { MemoryFiles } from "./files.js";

export const SQLITE_OK = 0;
export const SQLITE_ROW = 100;
export const SQLITE_DONE = 101;
export const SQLITE_INTEGER = 1;
export const SQLITE_FLOAT = 2;
export const SQLITE_TEXT = 3;
export const SQLITE_BLOB = 4;
export const SQLITE_TXN_WRITE = 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Below this length a loop is faster than the decoder. */
const shortText = 24;

export class Sqlite {
  readonly files = new MemoryFiles();
  readonly callbacks: Callbacks;
  /** Room for two out-parameters. */
  readonly scratch: number;

  constructor(readonly c: WasmModule) {
    this.callbacks = new Callbacks(this);
    this.scratch = c._malloc(8);
    c.files = this.files;
    c.callbacks = this.callbacks;
  }

  /** The text at an address: so many bytes, or up to the first zero. */
  text(address: number, length?: number): string {
    const { HEAPU8 } = this.c;
    const end = length === undefined ? HEAPU8.indexOf(0, address) : address + length;
    if (end - address < shortText) {
      let text = "";
      for (let at = address; at < end; at++) {
        const byte = HEAPU8[at] as number;
        if (byte >= 0x80) return decoder.decode(HEAPU8.subarray(address, end));
        text += String.fromCharCode(byte);
      }
      return text;
    }
    return decoder.decode(HEAPU8.subarray(address, end));
  }

  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return this.c.HEAPU8.slice(address, address + length) as Uint8Array<ArrayBuffer>;
  }

  /** Puts bytes on the heap, with a zero behind them; whoever gets the address frees it. */
  put(bytes: ArrayLike<number>): number {
    const address = this.c._malloc(bytes.length + 1);
    if (address === 0) throw new Error("out of memory");
    this.c.HEAPU8.set(bytes, address);
    this.c.HEAPU8[address + bytes.length] = 0;
    return address;
  }

  encode(text: string): Uint8Array {
    return encoder.encode(text);
  }

  /** Puts text on the heap for the length of a call. */
  withText<T>(text: string, run: (address: number) => T): T {
    const address = this.put(encoder.encode(text));
    try {
      return run(address);
    } finally {
      this.c._free(address);
    }
  }

  /** The 32-bit number at an address. */
  pointerAt(address: number): number {
    const { HEAPU8 } = this.c;
    return new DataView(HEAPU8.buffer, HEAPU8.byteOffset).getUint32(address, true);
  }

  /** Prepares the first statement at `sql`: the statement (0: nothing but blanks and comments) and where the rest begins. */
  prepare(db: number, sql: number): { code: number; statement: number; rest: number } {
    const { scratch } = this;
    this.c.HEAPU8.fill(0, scratch, scratch + 8);
    const code = this.c._sqlite3_prepare_v2(db, sql, -1, scratch, scratch + 4);
    return { code, statement: this.pointerAt(scratch), rest: this.pointerAt(scratch + 4) };
  }
}
