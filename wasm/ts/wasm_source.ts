/** Finding and compiling the engine's WebAssembly. */

import { engineError } from "./errors.js";
import { nodeFileSystem } from "./sources/node.js";
import type { WasmSource } from "./types.js";

/** What can be posted to a worker. */
export type PlainWasm = string | ArrayBuffer | Uint8Array | WebAssembly.Module;

/** Reads a Response; makes a URL absolute, because a worker's own base is another. */
export async function plainWasm(source: WasmSource): Promise<PlainWasm> {
  const given = await source;
  if (given instanceof URL) return given.href;
  if (typeof given === "string") return absolute(given);
  if (typeof Response !== "undefined" && given instanceof Response) return responseBytes(given);
  return given as PlainWasm;
}

export async function compileWasm(source: PlainWasm): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string") return compileUrl(new URL(source));
  return WebAssembly.compile(source as BufferSource);
}

/** Relative addresses are meant from the page; where there is no page they must be whole. */
function absolute(address: string): string {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  return URL.canParse(address, base) ? new URL(address, base).href : unreachable(address);
}

function unreachable(address: string): never {
  throw engineError("engine-unreachable", `\`${address}\` is no address the engine can be fetched from`);
}

async function compileUrl(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:") {
    const fs = nodeFileSystem();
    if (fs) return WebAssembly.compile(new Uint8Array(fs.readFileSync(url)));
  }
  const response = await fetch(url).catch(() => undefined);
  if (!response) throw engineError("engine-unreachable", `the engine could not be fetched from ${url.href}`);
  // Compiling while it downloads needs the right MIME type; many servers have it not.
  if (response.ok && response.headers.get("content-type")?.startsWith("application/wasm"))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await responseBytes(response));
}

async function responseBytes(response: Response): Promise<ArrayBuffer> {
  if (response.ok) return response.arrayBuffer();
  throw engineError(
    "engine-unreachable",
    `the engine could not be fetched from ${response.url}: ${response.status} ${response.statusText}`,
    "serve engine.wasm beside the package, or pass the `wasm` option",
  );
}
