/** The Emscripten glue that the build puts beside this package's files; only core.ts knows it. */

export interface WasmEngine {
  open(handle: number, size: number): string;
  call(session: number, method: string, params: string): string;
  next(
    session: number,
    cursor: number,
    maxRows: number,
    maxBytes: number,
    milliseconds: number,
  ): Uint8Array<ArrayBuffer>;
  close(session: number): void;
  heapBytes(): number;
  delete(): void;
}

export interface WasmModule {
  Engine: new () => WasmEngine;
}

export interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  readAt(handle: number, offset: number, target: Uint8Array): boolean;
  shouldStop?(): boolean;
  print(line: string): void;
  printErr(line: string): void;
}

export default function createModule(options: ModuleOptions): Promise<WasmModule>;
