// Cells a second of a 12-column preview in WebAssembly, with and without provenance.
import path from "node:path";
import { createEngine } from "premap";
import { helpFirst, main, Failure } from "../scripts/lib/run.mjs";
import { plant } from "./families/plant.mjs";
import { snapshotOf } from "./lib/snapshots.mjs";

const most = 100_000;
const rounds = 7;

helpFirst(`
node bench/resolve.mjs [SNAPSHOT]

Fills 12 columns (direct, inherited, navigation chains, JSON, aspects, fallbacks, conversions) of up to ${most} elements
of a snapshot of the plant schema, ${rounds} times with and ${rounds} times without provenance, alternating, and prints the
medians: milliseconds, cells a second, their ratio; the statements of one run; the peak of the WebAssembly heap; and
the milliseconds of the first 100 rows. The plant with 100,000 elements unless another is given. Times are the processor's, so that other work on the machine counts little.
`);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function timed(run) {
  const start = process.cpuUsage();
  const answer = await run();
  const { user, system } = process.cpuUsage(start);
  return { milliseconds: (user + system) / 1000, answer };
}

await main(async () => {
  const engine = await createEngine({ worker: false });
  const snapshot = await engine.open(process.argv[2] ? path.resolve(process.argv[2]) : snapshotOf(plant, "100k"));
  const fill = (limit, verdicts) => timed(() => snapshot.preview(plant.mapping, { limit, verdicts }));

  const statements = async () => (await snapshot.stats()).statementCount;
  const atFirst = await statements();
  const { answer: table } = await fill(most, true);
  const planned = await statements();
  await fill(most, true);
  const again = await statements();
  if (table.rowCount === 0) throw new Failure("the snapshot has no PlantTest.PlantItem");
  const columns = table.columns.filter((column) => !column.isDefault);
  const cells = table.rowCount * columns.length;
  for (const { name } of columns) {
    let filled = 0;
    for (let row = 0; row < table.rowCount; row++) filled += table.cell(row, name) !== null;
    console.log(`${name.padEnd(10)} ${String(Math.round((filled / table.rowCount) * 100)).padStart(3)} % filled`);
  }

  const times = { on: [], off: [], first: [] };
  for (let round = 0; round < rounds; round++) {
    times.on.push((await fill(most, true)).milliseconds);
    times.off.push((await fill(most, false)).milliseconds);
    times.first.push((await fill(100, true)).milliseconds);
  }
  const [on, off] = [median(times.on), median(times.off)];
  const rate = (milliseconds) => `${(cells / milliseconds / 1000).toFixed(2)} M cells/s`;
  console.log(`${table.rowCount} rows, ${cells} cells`);
  console.log(`provenance on   ${on.toFixed(0)} ms, ${rate(on)}`);
  console.log(`provenance off  ${off.toFixed(0)} ms, ${rate(off)}`);
  console.log(`ratio on / off  ${median(times.on.map((each, index) => each / times.off[index])).toFixed(3)}`);
  console.log(`first 100 rows  ${median(times.first).toFixed(1)} ms`);
  console.log(
    `statements      ${again - planned} a run; ${planned - atFirst} for the first, which takes a census of the classes`,
  );
  console.log(`heap            ${((await snapshot.stats()).heapBytes / 2 ** 20).toFixed(1)} MB at its peak`);
  engine.close();
});
