/**
 * The files behind the databases of premap/sqljs: bytes in this thread's memory, outside the engine's heap. A file can be
 * frozen for a reader without a copy: its chunks are then shared, and copied one by one only where somebody writes.
 */

import type { ByteSource } from "../sources/source.js";

const chunkSize = 64 * 1024;

interface Chunk {
  bytes: Uint8Array;
  /** A frozen reader holds it too. */
  shared: boolean;
}

export class MemoryFile {
  size = 0;
  private readonly chunks: Chunk[] = [];

  /** Answers how many bytes there were to read. */
  read(offset: number, target: Uint8Array): number {
    return readChunks(this.chunks, this.size, offset, target);
  }

  /** False when there is no memory left. */
  write(offset: number, bytes: Uint8Array): boolean {
    const end = offset + bytes.byteLength;
    try {
      while (this.chunks.length * chunkSize < end)
        this.chunks.push({ bytes: new Uint8Array(chunkSize), shared: false });
      for (let done = 0; done < bytes.byteLength;) {
        const at = offset + done;
        const chunk = this.writable(Math.floor(at / chunkSize));
        const part = bytes.subarray(done, done + chunkSize - (at % chunkSize));
        chunk.set(part, at % chunkSize);
        done += part.byteLength;
      }
    } catch (problem) {
      if (problem instanceof RangeError) return false;
      throw problem;
    }
    this.size = Math.max(this.size, end);
    return true;
  }

  /** What lies behind the new end reads as zero, should the file grow again. */
  truncate(size: number): void {
    if (size < this.size) {
      this.chunks.length = Math.ceil(size / chunkSize);
      if (size % chunkSize > 0) this.writable(this.chunks.length - 1).fill(0, size % chunkSize);
    }
    this.size = size;
  }

  /** The whole content, copied. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.size);
    this.read(0, all);
    return all;
  }

  /** The content as it is now, whatever is written later. */
  frozen(): ByteSource {
    for (const chunk of this.chunks) chunk.shared = true;
    const { size } = this;
    let chunks: readonly Chunk[] = this.chunks.map(({ bytes }) => ({ bytes, shared: true }));
    return {
      size,
      read: (offset, target) => readChunks(chunks, size, offset, target) === target.byteLength,
      close: () => void (chunks = []),
    };
  }

  private writable(index: number): Uint8Array {
    const chunk = this.chunks[index] as Chunk;
    if (chunk.shared) this.chunks[index] = { bytes: chunk.bytes.slice(), shared: false };
    return (this.chunks[index] as Chunk).bytes;
  }
}

function readChunks(chunks: readonly Chunk[], size: number, offset: number, target: Uint8Array): number {
  const wanted = Math.max(0, Math.min(target.byteLength, size - offset));
  for (let done = 0; done < wanted;) {
    const at = offset + done;
    const from = at % chunkSize;
    const length = Math.min(wanted - done, chunkSize - from);
    const chunk = chunks[Math.floor(at / chunkSize)];
    if (!chunk) return done;
    target.set(chunk.bytes.subarray(from, from + length), done);
    done += length;
  }
  return wanted;
}

/** `Module.files`, what wasm/sqljs/file_vfs.cpp calls. A removed file lives on for those who have it open. */
export class MemoryFiles {
  private readonly named = new Map<string, MemoryFile>();
  private readonly opened = new Map<number, MemoryFile>();
  private lastHandle = 0;

  /** Makes or replaces a file. */
  create(name: string): MemoryFile {
    const file = new MemoryFile();
    this.named.set(name, file);
    return file;
  }

  get(name: string): MemoryFile | undefined {
    return this.named.get(name);
  }

  /** A file without a name is one for a moment. 0 when there is none. */
  open(name: string, create: boolean): number {
    let file = name === "" ? new MemoryFile() : this.named.get(name);
    if (!file && create) file = this.create(name);
    if (!file) return 0;
    this.opened.set(++this.lastHandle, file);
    return this.lastHandle;
  }

  close(handle: number): void {
    this.opened.delete(handle);
  }

  remove(name: string): void {
    this.named.delete(name);
  }

  exists(name: string): boolean {
    return this.named.has(name);
  }

  read(handle: number, offset: number, target: Uint8Array): number {
    return this.at(handle).read(offset, target);
  }

  write(handle: number, offset: number, bytes: Uint8Array): boolean {
    return this.at(handle).write(offset, bytes);
  }

  truncate(handle: number, size: number): void {
    this.at(handle).truncate(size);
  }

  size(handle: number): number {
    return this.at(handle).size;
  }

  private at(handle: number): MemoryFile {
    return this.opened.get(handle) as MemoryFile;
  }
}
