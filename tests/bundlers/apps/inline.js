// The same with everything inline, for bundlers that place no files.
import { createEngine } from "premap/inline";

async function run() {
  const engine = await createEngine();
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
