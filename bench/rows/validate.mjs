// Validating 40 groups of 12 columns against the snapshot.
import { summary, timed } from "../lib/rounds.mjs";
import { large } from "../mappings.mjs";

export async function validate({ premap, rounds }) {
  const text = JSON.stringify(large, null, 2);
  const times = [];
  let report;
  for (let round = -1; round < rounds * 2; round++) {
    const time = await timed(() => premap.snapshot.validate(text));
    report = time.answer;
    if (round >= 0) times.push(time);
  }
  return { cpu: summary(times, "cpu"), wall: summary(times, "wall"), counts: report.counts };
}
