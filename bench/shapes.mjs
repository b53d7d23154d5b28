// Seconds of Length, Area and Volume, and of shapes to draw, over snapshots whose elements have geometry.
import { createEngine } from "premap";
import { helpFirst, main, say } from "../scripts/lib/run.mjs";
import { shapesOf } from "./lib/snapshots.mjs";

helpFirst(`
node bench/shapes.mjs [COUNT…] [--mix plant|every] [--rounds N]

Fills one column of each measure, and cuts everything into triangles at 1 cm and 30 degrees, of so many elements (100000
unless told otherwise), N times (3), and prints the least seconds of the processor for each, and the peak of the
WebAssembly heap. bench/families/fill_shapes.py has what the mixes are.
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv.splice(at, 2)[1];
};

const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
const mappingOf = (measure) => ({
  mappingName: "Bench",
  groups: [
    {
      groupName: "All",
      query,
      properties: [{ propertyName: measure, dataType: "Double", calculatedPropertyType: measure }],
    },
  ],
});

async function seconds(rounds, work) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return Math.round(least * 1000) / 1000;
}

await main(async () => {
  const rounds = Number(option("rounds", "3"));
  const mix = option("mix", "plant");
  const counts = process.argv.slice(2).map(Number);
  for (const count of counts.length > 0 ? counts : [100_000]) {
    const engine = await createEngine({ worker: false });
    const snapshot = await engine.open(shapesOf(mix, count));
    const found = { mix, count };
    for (const measure of ["Length", "Area", "Volume"]) {
      found[measure] = await seconds(rounds, async () => {
        for await (const _ of snapshot.extract(mappingOf(measure), { group: "All", format: "csv" }));
      });
    }
    found.heapAfterMeasures = (await snapshot.stats()).heapBytes;
    found.triangles = 0;
    found.drawing = await seconds(rounds, async () => {
      found.triangles = 0;
      for await (const batch of snapshot.geometry({ chordTolerance: 0.01, angleTolerance: 30 }))
        found.triangles += batch.triangles.length / 3;
    });
    found.heapBytes = (await snapshot.stats()).heapBytes;
    say(JSON.stringify(found));
    engine.close();
  }
});
