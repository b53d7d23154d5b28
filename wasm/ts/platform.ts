/**
 * The platform's own types, where the project knows them; else what is needed of them. So the declarations ask neither for the DOM
 * library nor for Node's types.
 */

type Of<Name extends string, Otherwise> = typeof globalThis extends { [Key in Name]: { prototype: infer Instance } }
  ? Instance
  : Otherwise;

export type PlatformAbortSignal = Of<
  "AbortSignal",
  {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
    removeEventListener(type: "abort", listener: () => void): void;
  }
>;

export type PlatformBlob = Of<
  "Blob",
  {
    readonly size: number;
    arrayBuffer(): Promise<ArrayBuffer>;
    slice(start?: number, end?: number): unknown;
  }
>;

export type PlatformResponse = Of<
  "Response",
  { readonly ok: boolean; readonly status: number; readonly url: string; arrayBuffer(): Promise<ArrayBuffer> }
>;

export type PlatformURL = Of<"URL", { readonly href: string; readonly protocol: string }>;

export type PlatformWorker = Of<
  "Worker",
  {
    postMessage(message: never, transfer: never): void;
    addEventListener(type: never, listener: never): void;
    terminate(): void;
  }
>;

export type PlatformWasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Instance } } }
  ? Instance
  : object;
