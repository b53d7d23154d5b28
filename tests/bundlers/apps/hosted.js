// For bundlers that place no files: the package's dist folder is served as it is, and the app says where.
import { createEngine } from "premap";

async function run() {
  const worker = new Worker("/premap/worker.js", { type: "module" });
  const engine = await createEngine({ worker, wasm: "/premap/engine.wasm" });
  const file = new File([await (await fetch("/building.bim")).blob()], "building.bim");
  const snapshot = await engine.open(file);
  const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
  const { bytesRead } = await snapshot.stats();
  engine.close();
  return { name: snapshot.info.name, beams, inPlace: bytesRead < file.size };
}

run().then(
  (result) => (window.result = result),
  (error) => (window.result = { error: String(error) }),
);
