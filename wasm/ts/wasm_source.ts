/** Finding and compiling the engine's WebAssembly files. Whatever is wrong with them is told by an EngineError. */

import { describe } from "./arguments.js";
import { EngineError, engineError } from "./errors.js";
import { nodeFileSystem } from "./sources/node.js";
import type { EngineOptions, EnginePartName } from "./types.js";

/** What can be posted to a worker. */
export type PlainWasm = string | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/** Where the engine's files are; what is left out lies beside the package's own. */
export interface PlainFiles {
  engine?: PlainWasm;
  /** The parts that are loaded when a call first needs them. */
  parts?: PlainParts;
}
export type PlainParts = { [Name in EnginePartName]?: PlainWasm };

/** A file by the words it is told of in. */
export interface WasmFile {
  what: string;
  name: string;
  option: string;
}
export const engineFile: WasmFile = { what: "the engine", name: "engine.wasm", option: "wasm" };
export const partFile = (name: EnginePartName): WasmFile => ({
  what: `premap's part ${name}`,
  name: `${name}.wasm`,
  option: `partsWasm.${name}`,
});

/** Those of wasm/engine_parts.json. */
export const partNames: readonly EnginePartName[] = ["geometry", "tools", "query", "formula", "sqlite"];

/** What the caller gave. Parts that are not mentioned lie beside an engine.wasm that is. */
export async function plainFiles({
  wasm,
  partsWasm,
}: {
  [Name in "wasm" | "partsWasm"]?: EngineOptions[Name] | undefined;
}): Promise<PlainFiles> {
  if (wasm === undefined && partsWasm === undefined) return {};
  const given: unknown = await Promise.resolve(wasm).catch((error: unknown) =>
    unreachable(engineFile, "", reasonOf(error)),
  );
  const engine = wasm === undefined ? undefined : await plainWasm(given, engineFile);
  const address = isResponse(given) ? given.url : engine;
  const [unknown] = Object.keys(partsWasm ?? {}).filter((name) => !partNames.some((known) => known === name));
  if (unknown !== undefined) throw engineError("option-unknown", `\`partsWasm\` has no part \`${unknown}\``);
  const parts: PlainParts = {};
  for (const name of partNames) {
    const part = partsWasm?.[name];
    const place = part === undefined ? besideEngine(address, partFile(name)) : await plainWasm(part, partFile(name));
    if (place !== undefined) parts[name] = place;
  }
  return { ...(engine === undefined ? {} : { engine }), parts };
}

function besideEngine(address: PlainWasm | undefined, file: WasmFile): string | undefined {
  if (typeof address !== "string" || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!url.pathname.endsWith(`/${engineFile.name}`)) return undefined;
  url.pathname = url.pathname.slice(0, -engineFile.name.length) + file.name;
  return url.href;
}

/** Reads a Response; makes a URL absolute, because a worker's own base is another. */
export async function plainWasm(given: unknown, file: WasmFile): Promise<PlainWasm> {
  if (given instanceof URL) return given.href;
  if (typeof given === "string") return absolute(given, file);
  if (file === engineFile && isResponse(given)) return responseBytes(given, file);
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given) || given instanceof WebAssembly.Module) return given;
  const expected = `a URL, ${file === engineFile ? "a Response, " : ""}the bytes or a compiled module`;
  throw engineError("option-value", `\`${file.option}\` must be ${expected}; it is ${describe(given)}`);
}

/** `signal` ends the wait for a server. */
export async function compileWasm(
  source: PlainWasm,
  file: WasmFile,
  signal?: AbortSignal,
): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string") return compileUrl(new URL(source), file, signal);
  return compileBytes(source, "the given bytes are", file);
}

function isResponse(given: unknown): given is Response {
  return typeof given === "object" && given !== null && "arrayBuffer" in given && "status" in given;
}

/** Relative addresses are meant from the page, in Node from the working directory; elsewhere they must be whole. */
function absolute(address: string, file: WasmFile): string {
  const path = globalThis.process?.getBuiltinModule?.("node:path");
  const isPath = !URL.canParse(address) || /^[a-z]:[\\/]/i.test(address); // a drive is no scheme
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (path && base === undefined && isPath) return pathUrl(path.resolve(address));
  return URL.canParse(address, base)
    ? new URL(address, base).href
    : unreachable(file, address, `it is no address ${file.what} can be fetched from`);
}

function pathUrl(path: string): string {
  return (globalThis.process.getBuiltinModule("node:url") as typeof import("node:url")).pathToFileURL(path).href;
}

async function compileUrl(url: URL, file: WasmFile, signal: AbortSignal | undefined): Promise<WebAssembly.Module> {
  const fs = url.protocol === "file:" ? nodeFileSystem() : undefined;
  if (fs) return compileBytes(fileBytes(fs, url, file), `${url.href} is`, file);
  const response = await fetch(url, signal ? { signal } : {}).catch((error: unknown) =>
    unreachable(file, url.href, reasonOf(error)),
  );
  // Compiling while it downloads needs the right MIME type; many servers have it not.
  if (!response.ok || !response.headers.get("content-type")?.startsWith("application/wasm"))
    return compileBytes(await responseBytes(response, file), `${url.href} is`, file);
  return WebAssembly.compileStreaming(response).catch((error: unknown) => {
    if (error instanceof WebAssembly.CompileError) throw notTheFile(file, `${url.href} cannot be compiled`, error);
    return unreachable(file, url.href, reasonOf(error));
  });
}

function fileBytes(fs: typeof import("node:fs"), url: URL, file: WasmFile): Uint8Array {
  try {
    return fs.readFileSync(url);
  } catch (error) {
    return unreachable(file, url.href, reasonOf(error));
  }
}

async function responseBytes(response: Response, file: WasmFile): Promise<ArrayBuffer> {
  if (!response.ok) unreachable(file, response.url, `${response.status} ${response.statusText}`.trim());
  return response.arrayBuffer().catch((error: unknown) => unreachable(file, response.url, reasonOf(error)));
}

async function compileBytes(
  bytes: ArrayBuffer | ArrayBufferView,
  what: string,
  file: WasmFile,
): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes as BufferSource);
  } catch (error) {
    throw notTheFile(file, `${what} ${looksLike(bytes)}`, error);
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

/** `found` says what was there in its place. */
export function notTheFile(file: WasmFile, found: string, reason: unknown): EngineError {
  const why = reasonOf(reason);
  const hint = /unsafe-eval|content.security/i.test(why)
    ? "the page's content security policy must allow `script-src 'wasm-unsafe-eval'`"
    : `serve the ${file.name} that lies beside the package's own files, whole and of the same version`;
  return engineError("engine-invalid", `this is not ${file.what}: ${found} (${why})`, hint);
}

function unreachable(file: WasmFile, address: string, why: string): never {
  throw engineError(
    "engine-unreachable",
    `${file.what} could not be fetched${address && ` from ${address}`}: ${why}`,
    `serve ${file.name} beside the package, or pass the \`${file.option}\` option`,
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
