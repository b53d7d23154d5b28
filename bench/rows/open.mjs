// Opening a file until its catalog can be asked: milliseconds, and how much of the file was read.
import { alternate, summary } from "../lib/rounds.mjs";

export async function open({ file, premap, peers, rounds, failures }) {
  const contestants = { premap: premap.open };
  for (const [name, peer] of Object.entries(peers)) if (peer.open) contestants[name] = peer.open;
  const times = await alternate(contestants, rounds * 2, failures);
  const fresh = await premap.engine.open(file);
  const { bytesRead } = await fresh.stats();
  const { byteLength } = fresh.info;
  fresh.close();
  return Object.entries(times).map(([name, each]) => ({
    name,
    cpu: summary(each, "cpu"),
    wall: summary(each, "wall"),
    bytesRead: peers[name]?.bytesRead ?? bytesRead,
    share: (peers[name]?.bytesRead ?? bytesRead) / byteLength,
  }));
}
