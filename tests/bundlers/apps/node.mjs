// The package as a bundled program in Node uses it: one query, no files beside the bundle but what the bundler put there.
import { createEngine } from "premap";

const engine = await createEngine();
const snapshot = await engine.open("building.bim");
const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
console.log(JSON.stringify({ name: snapshot.info.name, beams, inPlace: true }));
engine.close();
