// A project with Node's types and without the DOM library.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { createEngine } from "premap";
import initSqlJs from "premap/sqljs";

export async function right(): Promise<void> {
  const engine = await createEngine({ wasm: readFileSync("engine.wasm"), signal: AbortSignal.timeout(1000) });
  await createEngine({ wasm: fetch("https://example.com/engine.wasm") });
  const snapshot = await engine.open(pathToFileURL("building.bim"), { signal: new AbortController().signal });
  await snapshot.preview(await readFile("mapping.json", "utf8"), { onProgress: ({ rows }) => void rows });
  await engine.open(new Blob([await readFile("building.bim")]));
  const SQL = await initSqlJs();
  await engine.open(new SQL.Database(readFileSync("building.bim")));
}

export async function wrong(): Promise<void> {
  const engine = await createEngine();
  // @ts-expect-error: a worker of Node's is none of a page
  await createEngine({ worker: new Worker("worker.js") });
  const snapshot = await engine.open("building.bim");
  // @ts-expect-error: a Buffer is no text
  await snapshot.preview(await readFile("mapping.json"));
  // @ts-expect-error: a Buffer is no text
  await snapshot.validate(readFileSync("mapping.json"));
  // @ts-expect-error: somebody forgot to wait
  await snapshot.validate(readFile("mapping.json", "utf8"));
  // @ts-expect-error: the controller is not its signal
  await snapshot.preview("{}", { signal: new AbortController() });
}
