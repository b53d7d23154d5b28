// A worker thread with an engine of its own, and one more in which the engine runs.
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { createEngine } from "premap";

if (isMainThread) {
  new Worker(new URL(import.meta.url)).on("message", (result) => console.log(JSON.stringify(result)));
} else {
  const engine = await createEngine({ worker: true });
  const snapshot = await engine.open("building.bim");
  const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
  parentPort.postMessage({ name: snapshot.info.name, beams, inPlace: true });
  engine.close();
}
