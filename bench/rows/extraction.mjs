// All rows of a 12-column group: cells a second, and as ratios to everybody else on the same cells.
import { alternate, ratio, summary } from "../lib/rounds.mjs";

export const ours = "premap";
export const oneWorker = "premap, to CSV";
export const twoWorkers = "premap, to CSV by two workers";

export async function extraction({ family, premap, peers, rounds, failures }) {
  const contestants = {
    [ours]: () => premap.rows(null),
    "premap, no provenance": () => premap.rows(null, { verdicts: false }),
    [oneWorker]: () => premap.csv(1),
    [twoWorkers]: () => premap.csv(2),
    ...Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, () => peer.rows(null)])),
  };
  const before = await premap.snapshot.stats();
  const { answer: rows } = await premap.rows(null);
  const after = await premap.snapshot.stats();
  const times = await alternate(contestants, rounds, failures);
  const lines = Object.entries(times).map(([name, each]) => {
    const cpu = summary(each, "cpu");
    return {
      name,
      rows: each[0].answer,
      cpu,
      wall: summary(each, "wall"),
      rate: (rows * family.columnCount) / cpu.median / 1000,
      cpuRatio: ratio(each, times[ours], "cpu"),
      wallRatio: ratio(each, times[ours], "wall"),
    };
  });
  const odd = lines.find((line) => line.rows !== rows);
  if (odd) failures[`${odd.name} (rows)`] = `${odd.rows} rows instead of ${rows}`;
  const [mine, theirs] = [await premap.filled(), await peers["native backend"]?.filled()];
  if (theirs && String(theirs) !== String(mine))
    failures["native backend (cells)"] = `${theirs} filled cells by column, premap has ${mine}`;
  return { rows, lines, work: difference(before, after) };
}

const difference = (before, after) =>
  Object.fromEntries(["statementCount", "readCount", "bytesRead"].map((key) => [key, after[key] - before[key]]));
