// What one more column costs, by its kind: a group of hardly any columns with it and without it, in turns.
import { alternate, median } from "../lib/rounds.mjs";

const without = "without";

/** [{kind, cpu, wall}]: milliseconds that the column adds, medians of the rounds; each is compared within its round. */
export async function addedColumns({ family, premap, rounds, failures }) {
  const contestants = { [without]: () => premap.rows(null, { of: family.few }) };
  for (const [kind, of] of Object.entries(family.added)) contestants[kind] = () => premap.rows(null, { of });
  const { [without]: base, ...times } = await alternate(contestants, rounds, failures);
  return Object.entries(times).map(([kind, each]) => {
    const added = (clock) => median(each.map((time, round) => time[clock] - base[round][clock]));
    return { kind, cpu: added("cpu"), wall: added("wall"), rows: each[0].answer };
  });
}
