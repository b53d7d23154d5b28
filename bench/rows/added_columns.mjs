// What one more column costs, by its kind: a group of hardly any columns with it and without it, in turns.
import { alternate, summary } from "../lib/rounds.mjs";

const without = "without";

/**
 * [{kind, cpu, wall}]: milliseconds that the column adds to the least time. A difference of two times that are near each other is
 * lost in what else the machine does, unless it is that of the undisturbed ones.
 */
export async function addedColumns({ family, premap, rounds, failures }) {
  const contestants = { [without]: () => premap.rows(null, { of: family.few }) };
  for (const [kind, of] of Object.entries(family.added)) contestants[kind] = () => premap.rows(null, { of });
  const { [without]: base, ...times } = await alternate(contestants, rounds, failures);
  const least = (each, clock) => summary(each, clock).least;
  return Object.entries(times).map(([kind, each]) => {
    const added = (clock) => least(each, clock) - least(base, clock);
    return { kind, cpu: added("cpu"), wall: added("wall"), rows: each[0].answer };
  });
}
