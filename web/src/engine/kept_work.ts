// Work that outlives the page: the mapping as it stands and which snapshot it was on, kept in the browser's database while
// one edits, and taken up again by the next load of the page. Each tab keeps its own; a new tab takes up the newest.
import { type Kept, readAll, write } from "../lib/database";
import type { OpenMapping } from "./documents";
import type { SnapshotOrigin } from "./files";
import type { Workbench } from "./workbench";

export interface KeptWork extends Kept {
  savedAt: number;
  mappings: OpenMapping[];
  /** Which of them was on screen. */
  mapping: number;
  snapshot: SnapshotOrigin | null;
}

/** Typing is written down once it pauses this long (ms). */
const pause = 250;
/** Tabs whose work is kept; older ones are thrown away. */
const most = 6;

/** This tab's work, or the newest of those closed. */
export async function readKeptWork(): Promise<KeptWork | undefined> {
  const all = (await readAll<KeptWork>("work")).sort((a, b) => b.savedAt - a.savedAt);
  const key = tabKey();
  return all.find((work) => work.key === key) ?? (key === undefined ? all[0] : undefined);
}

/** Keeps the work from now on; `isNew`: beside what the tab kept before. Answers whether all is kept, for those about to leave. */
export function keepWork(workbench: Workbench, isNew: boolean): { isKept: () => boolean } {
  const key = (isNew ? undefined : tabKey()) ?? newTabKey();
  let last: readonly unknown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;

  async function save() {
    timer = undefined;
    const seen = partsOf(workbench);
    const isSame = equal(seen, last);
    last = seen;
    if (isSame) {
      isKept = true;
      return;
    }
    const work = workOf(workbench);
    const done = work ? await put({ key, savedAt: Date.now(), ...work }) : await write("work", [], [key]);
    if (last === seen && timer === undefined) isKept = done;
  }

  const onChange = () => {
    if (equal(partsOf(workbench), last)) return;
    isKept = false;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), pause);
  };
  workbench.documents.subscribe(onChange);
  workbench.files.subscribe(onChange);
  // Leaving does not wait for a pause.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer !== undefined) void save();
  });
  addEventListener("pagehide", () => timer !== undefined && void save());
  return { isKept: () => isKept };
}

/** What the work is made of: when all are the same as before there is nothing to write down. */
const partsOf = ({ documents, files }: Workbench): readonly unknown[] => [
  documents.state.all,
  documents.state.at,
  files.state.origin,
];

const equal = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);

/** What there is to keep; null when the page would come up the same without. */
function workOf({ documents, files }: Workbench): Omit<KeptWork, "key" | "savedAt"> | null {
  const { all, at } = documents.state;
  const { origin } = files.state;
  const isSample = all.length === 0 || (all.length === 1 && all[0]?.isSample && !documents.hasUnsavedEdits);
  if (isSample && (origin === null || origin.kind === "sample")) return null;
  // Steps back are for the visit; every one of them is a whole text.
  const mappings = all.map((item) => ({ ...item, undo: [], redo: [] }));
  return { mappings, mapping: at, snapshot: origin };
}

async function put(work: KeptWork): Promise<boolean> {
  const others = (await readAll<KeptWork>("work")).filter((other) => other.key !== work.key);
  const old = others.sort((a, b) => b.savedAt - a.savedAt).slice(most - 1);
  return write(
    "work",
    [work],
    old.map((other) => other.key),
  );
}

const tabName = "premap.tab";

function tabKey(): string | undefined {
  try {
    return sessionStorage.getItem(tabName) ?? undefined;
  } catch {
    return undefined;
  }
}

function newTabKey(): string {
  const key = crypto.randomUUID();
  try {
    sessionStorage.setItem(tabName, key);
  } catch {
    // The work is kept all the same, and found as the newest.
  }
  return key;
}
