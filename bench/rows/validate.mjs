// Validating 40 groups of 12 columns against the snapshot: its classes and properties only, its rows as well, and its
// rows again after an edit of one group. What is answered from memory is no measure: no mapping is asked about twice.
import { summary, timed } from "../lib/rounds.mjs";

let edits = 0;

async function measured({ premap, family }, rows, rounds, afterEdit = false) {
  const times = [];
  let report;
  for (let round = -2; round < rounds; round++) {
    const validate = (last) => premap.snapshot.validate(JSON.stringify(family.large(edits, last), null, 2), { rows });
    edits++;
    if (afterEdit) await validate();
    const time = await timed(() => validate("edited"));
    report = time.answer;
    if (round >= 0) times.push(time);
  }
  return { cpu: summary(times, "cpu"), wall: summary(times, "wall"), counts: report.counts };
}

export async function validate(context) {
  const rounds = Math.ceil(context.rounds / 2);
  return {
    ...(await measured(context, false, context.rounds * 4)),
    rows: await measured(context, true, rounds),
    edit: await measured(context, true, rounds, true),
  };
}
