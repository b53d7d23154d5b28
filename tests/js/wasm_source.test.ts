/** Where the engine's WebAssembly comes from, and what is told when something else comes from there. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine, EngineError } from "premap";
import initSqlJs from "premap/sqljs";
import { createEngine as createSync } from "premap/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distFile, rejection } from "./support.ts";

const file = distFile("engine.wasm");
const engineBytes = readFileSync(file);
const emptyModule = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const page = "<!DOCTYPE html><html><title>Not found</title></html>";

/** The engine, said to be of another build. */
function ofAnotherBuild(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(engineBytes);
  bytes.set(new TextEncoder().encode("another build!!!"), bytes.length - 16);
  return bytes;
}

/** A module that has the section of this build, and nothing else of the engine. */
function inDisguise(): Uint8Array<ArrayBuffer> {
  const section = engineBytes.subarray(engineBytes.lastIndexOf("\x06premap") - 2);
  return new Uint8Array([...emptyModule, ...section]);
}

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === "/missing.wasm") return response.writeHead(404, "Not Found").end(page);
    const type = url === "/page.wasm" ? "text/html" : "application/wasm";
    response.writeHead(200, { "content-type": type }).end(url === "/engine.wasm" ? engineBytes : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const sources: Record<string, { wasm(): unknown; code: string; says: string }> = {
  "another module": { wasm: () => emptyModule, code: "engine-invalid", says: "another WebAssembly" },
  "sql.js's own module": {
    wasm: () => readFileSync(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm")),
    code: "engine-invalid",
    says: "another WebAssembly",
  },
  "the engine of another build": { wasm: ofAnotherBuild, code: "engine-invalid", says: "the engine of another build" },
  "a module in disguise": { wasm: inDisguise, code: "engine-invalid", says: "does something else" },
  "half of the engine": {
    wasm: () => engineBytes.subarray(0, engineBytes.length / 2),
    code: "engine-invalid",
    says: "cut off or damaged",
  },
  "the bytes of a page": { wasm: () => Buffer.from(`\n ${page}`), code: "engine-invalid", says: "a page (HTML)" },
  nothing: { wasm: () => new ArrayBuffer(0), code: "engine-invalid", says: "no WebAssembly (0 bytes)" },
  "a page in place of the file": { wasm: () => `${origin}/page.wasm`, code: "engine-invalid", says: "a page (HTML)" },
  "a page under the right type": { wasm: () => `${origin}/typed.wasm`, code: "engine-invalid", says: "typed.wasm" },
  "a response with a page": { wasm: () => fetch(`${origin}/page.wasm`), code: "engine-invalid", says: "a page (HTML)" },
  "an address that is not there": { wasm: () => `${origin}/missing.wasm`, code: "engine-unreachable", says: "404" },
  "a response that failed": { wasm: () => fetch(`${origin}/missing.wasm`), code: "engine-unreachable", says: "404" },
  "a response that was read": {
    async wasm() {
      const response = await fetch(`${origin}/engine.wasm`);
      await response.arrayBuffer();
      return response;
    },
    code: "engine-unreachable",
    says: "engine.wasm",
  },
  "nobody at the address": { wasm: () => "http://127.0.0.1:1/engine.wasm", code: "engine-unreachable", says: ":1/" },
  "a fetch that fails": {
    wasm: () => fetch("http://127.0.0.1:1/engine.wasm"),
    code: "engine-unreachable",
    says: "could not be fetched",
  },
  "a path without a file": { wasm: () => "./nowhere/engine.wasm", code: "engine-unreachable", says: "ENOENT" },
  "what is no source": { wasm: () => Promise.resolve(42), code: "option-value", says: "it is 42" },
};

const starts: Record<string, (wasm: never) => Promise<unknown>> = {
  "in this thread": (wasm) => createEngine({ wasm, worker: false }),
  "in a worker": (wasm) => createEngine({ wasm, worker: true }),
  "without promises": (wasm) => createSync({ wasm }),
  "by sql.js code": (wasm) => initSqlJs({ wasm }),
};

describe.each(Object.keys(starts))("an engine %s", (where) => {
  it.each(Object.keys(sources))("is not %s", async (name) => {
    const { wasm, code, says } = sources[name]!;
    const error = await rejection(starts[where]!(wasm() as never));
    expect(error).toBeInstanceOf(EngineError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect((error as EngineError).diagnostics[0]?.hint ?? error.message).not.toBe("");
  });
});

describe("an engine starts from", () => {
  it.each([
    ["a path", () => file],
    ["a relative path", () => path.relative(process.cwd(), file)],
    ["a file: URL", () => pathToFileURL(file)],
    ["its text", () => pathToFileURL(file).href],
    ["an address", () => `${origin}/engine.wasm`],
    ["a response to come", () => fetch(`${origin}/engine.wasm`)],
    ["bytes", () => engineBytes],
    ["a compiled module", () => WebAssembly.compile(engineBytes)],
  ])("%s", async (_, wasm) => {
    for (const worker of [false, true]) (await createEngine({ wasm: wasm() as never, worker })).close();
    (await createSync({ wasm: wasm() as never })).close();
  });

  it("the path that sql.js code gives", async () => {
    const asked: string[] = [];
    const SQL = await initSqlJs({ locateFile: (name) => (asked.push(name), file) });
    expect(new SQL.Database().exec("SELECT 1")[0]?.values).toEqual([[1]]);
    expect(asked).toEqual(["engine.wasm", "sqlite.wasm"]);
  });
});
