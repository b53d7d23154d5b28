// Validating 40 groups of 12 columns against the snapshot: its classes and properties only, and its rows as well.
import { summary, timed } from "../lib/rounds.mjs";
import { large } from "../mappings.mjs";

async function measured({ premap }, rows, rounds) {
  const text = JSON.stringify(large, null, 2);
  const times = [];
  let report;
  for (let round = -2; round < rounds; round++) {
    const time = await timed(() => premap.snapshot.validate(text, { rows }));
    report = time.answer;
    if (round >= 0) times.push(time);
  }
  return { cpu: summary(times, "cpu"), wall: summary(times, "wall"), counts: report.counts };
}

export async function validate(context) {
  const schemas = await measured(context, false, context.rounds * 4);
  return { ...schemas, rows: await measured(context, true, Math.ceil(context.rounds / 2)) };
}
