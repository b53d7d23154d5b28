// A worker thread with an engine of its own, and one more in which the engine runs.
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { createEngine } from "premap";
import { look } from "./look.mjs";

if (isMainThread) {
  new Worker(new URL(import.meta.url)).on("message", (result) => console.log(JSON.stringify(result)));
} else {
  const { bytesRead: _, ...found } = await look(await createEngine({ worker: true }), "building.bim", "shapes.bim");
  parentPort.postMessage({ ...found, inPlace: true });
}
