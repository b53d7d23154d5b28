// What the page hands to the one that sends: through the browser's database, which takes texts of any length, needs no network and
// no open window on the other side, and is still there after a reload and after the way to the sign-in and back.
import { type Kept, readAll, write } from "./database";

export interface Handed extends Kept {
  /** Of the file. */
  name: string;
  text: string;
  api: "groupingAndMapping" | "reporting";
  /** A saved answer of the API, with ids: what was live when the editing began. */
  live?: string;
  /** Of the snapshot that the mapping was tried on. */
  iModelId?: string;
  handedAt: number;
}

/** How many are kept: as many tabs as one has open. */
const most = 6;

/** The key that it is found by; undefined: this browser keeps nothing. */
export async function handOver(what: Omit<Handed, "key" | "handedAt">): Promise<string | undefined> {
  const all = await readAll<Handed>("handed");
  const old = all.sort((a, b) => b.handedAt - a.handedAt).slice(most - 1);
  const key = crypto.randomUUID();
  const isKept = await write(
    "handed",
    [{ ...what, key, handedAt: Date.now() } as Handed],
    old.map((each) => each.key),
  );
  return isKept ? key : undefined;
}

export async function takeOver(key: string): Promise<Handed | undefined> {
  return key === "" ? undefined : (await readAll<Handed>("handed", key))[0];
}

/** Where the page that sends is. */
export const addressFor = (key: string): string => `./send.html#${key}`;
