// The first 100 rows after an edit: each time a mapping that was never seen. Somebody who edits has seen some previews:
// the engine's code is compiled by then.
import { alternate, summary } from "../lib/rounds.mjs";
import { firstRowCount } from "../peers/premap.mjs";

const warmups = 12;

export async function firstRows({ family, premap, peers, rounds, failures }) {
  let edit = 0;
  const contestants = { premap: () => premap.rows(firstRowCount, { of: family.edited(++edit) }) };
  for (const [name, peer] of Object.entries(peers)) contestants[name] = () => peer.rows(firstRowCount);
  const times = await alternate(contestants, rounds * 4, failures, warmups);
  return Object.entries(times).map(([name, each]) => ({
    name,
    cpu: summary(each, "cpu"),
    wall: summary(each, "wall"),
  }));
}
