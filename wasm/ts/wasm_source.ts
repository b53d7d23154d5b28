/** Finding and compiling the engine's WebAssembly. Whatever is wrong with it is told by an EngineError. */

import { describe } from "./arguments.js";
import { EngineError, engineError } from "./errors.js";
import { nodeFileSystem } from "./sources/node.js";
import type { WasmSource } from "./types.js";

/** What can be posted to a worker. */
export type PlainWasm = string | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/** Reads a Response; makes a URL absolute, because a worker's own base is another. */
export async function plainWasm(source: WasmSource): Promise<PlainWasm> {
  const given: unknown = await Promise.resolve(source).catch((error: unknown) => unreachable("", reasonOf(error)));
  if (given instanceof URL) return given.href;
  if (typeof given === "string") return absolute(given);
  if (isResponse(given)) return responseBytes(given);
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given) || given instanceof WebAssembly.Module) return given;
  const expected = "a URL, a Response, the bytes or a compiled module";
  throw engineError("option-value", `\`wasm\` must be ${expected}; it is ${describe(given)}`);
}

export async function compileWasm(source: PlainWasm): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string") return compileUrl(new URL(source));
  return compileBytes(source, "the given bytes are");
}

function isResponse(given: unknown): given is Response {
  return typeof given === "object" && given !== null && "arrayBuffer" in given && "status" in given;
}

/** Relative addresses are meant from the page, in Node from the working directory; elsewhere they must be whole. */
function absolute(address: string): string {
  const path = globalThis.process?.getBuiltinModule?.("node:path");
  const isPath = !URL.canParse(address) || /^[a-z]:[\\/]/i.test(address); // a drive is no scheme
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (path && base === undefined && isPath) return pathUrl(path.resolve(address));
  return URL.canParse(address, base)
    ? new URL(address, base).href
    : unreachable(address, "it is no address the engine can be fetched from");
}

function pathUrl(path: string): string {
  return (globalThis.process.getBuiltinModule("node:url") as typeof import("node:url")).pathToFileURL(path).href;
}

async function compileUrl(url: URL): Promise<WebAssembly.Module> {
  const fs = url.protocol === "file:" ? nodeFileSystem() : undefined;
  if (fs) return compileBytes(fileBytes(fs, url), `${url.href} is`);
  const response = await fetch(url).catch((error: unknown) => unreachable(url.href, reasonOf(error)));
  // Compiling while it downloads needs the right MIME type; many servers have it not.
  if (!response.ok || !response.headers.get("content-type")?.startsWith("application/wasm"))
    return compileBytes(await responseBytes(response), `${url.href} is`);
  return WebAssembly.compileStreaming(response).catch((error: unknown) => {
    if (error instanceof WebAssembly.CompileError) throw notTheEngine(`${url.href} cannot be compiled`, error);
    return unreachable(url.href, reasonOf(error));
  });
}

function fileBytes(fs: typeof import("node:fs"), url: URL): Uint8Array {
  try {
    return fs.readFileSync(url);
  } catch (error) {
    return unreachable(url.href, reasonOf(error));
  }
}

async function responseBytes(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) unreachable(response.url, `${response.status} ${response.statusText}`.trim());
  return response.arrayBuffer().catch((error: unknown) => unreachable(response.url, reasonOf(error)));
}

async function compileBytes(bytes: ArrayBuffer | ArrayBufferView, what: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes as BufferSource);
  } catch (error) {
    throw notTheEngine(`${what} ${looksLike(bytes)}`, error);
  }
}

function looksLike(bytes: ArrayBuffer | ArrayBufferView): string {
  const view = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
  const start = new TextDecoder("latin1").decode(
    new Uint8Array(view.buffer, view.byteOffset, Math.min(100, view.byteLength)),
  );
  if (start.startsWith("\0asm")) return `WebAssembly of ${view.byteLength} bytes that is cut off or damaged`;
  if (/^\W*<(!doctype|html|\?xml)/i.test(start)) return "a page (HTML) in place of WebAssembly";
  return `no WebAssembly (${view.byteLength} bytes)`;
}

/** `what` says what was found in its place. */
export function notTheEngine(what: string, reason: unknown): EngineError {
  const why = reasonOf(reason);
  const hint = /unsafe-eval|content.security/i.test(why)
    ? "the page's content security policy must allow `script-src 'wasm-unsafe-eval'`"
    : "serve the engine.wasm that lies beside the package's own files, whole and of the same version";
  return engineError("engine-invalid", `this is not the engine: ${what} (${why})`, hint);
}

function unreachable(address: string, why: string): never {
  throw engineError(
    "engine-unreachable",
    `the engine could not be fetched${address && ` from ${address}`}: ${why}`,
    "serve engine.wasm beside the package, or pass the `wasm` option",
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
