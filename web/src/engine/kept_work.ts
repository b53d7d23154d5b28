// Work that outlives the page: the mapping as it stands and which snapshot it was on, kept in the browser's database while
// one edits, and taken up again by the next load of the page. Each tab keeps its own; a new tab takes up the newest.
import { type Kept, readAll, write } from "../lib/database";
import type { OpenFile, Workbench, WorkbenchState } from "./workbench";

/** Where a snapshot came from, as far as it can be opened again. */
export type SnapshotOrigin = { kind: "sample" } | { kind: "file"; file: OpenFile; handle?: FileSystemFileHandle };

export interface KeptWork extends Kept {
  savedAt: number;
  mappingName: string;
  mappingText: string;
  /** The text as it was opened or saved last: what differs from it is an edit. */
  savedText: string;
  group: number;
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
  let last: Omit<KeptWork, "key" | "savedAt"> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;

  async function save() {
    timer = undefined;
    const work = workOf(workbench.store.state, workbench.savedText);
    if (sameWork(work, last)) {
      isKept = true;
      return;
    }
    last = work;
    const done = work ? await put({ key, savedAt: Date.now(), ...work }) : await write("work", [], [key]);
    if (last === work && timer === undefined) isKept = done;
  }

  workbench.store.subscribe(() => {
    const { mappingText, mappingName, group, origin } = workbench.store.state;
    const isSame = last && last.mappingText === mappingText && last.mappingName === mappingName;
    if (isSame && last?.group === group && last.snapshot === origin && last.savedText === workbench.savedText) return;
    isKept = false;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), pause);
  });
  // Leaving does not wait for a pause.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer !== undefined) void save();
  });
  addEventListener("pagehide", () => timer !== undefined && void save());
  return { isKept: () => isKept };
}

/** What there is to keep; null when the page would come up the same without. */
function workOf(state: WorkbenchState, savedText: string): Omit<KeptWork, "key" | "savedAt"> | null {
  const { mappingName, mappingText, group, origin, mappingIsSample } = state;
  const isUntouched = mappingIsSample && mappingText === savedText && (origin === null || origin.kind === "sample");
  if (isUntouched) return null;
  return { mappingName, mappingText, savedText, group, snapshot: origin };
}

function sameWork(a: ReturnType<typeof workOf>, b: ReturnType<typeof workOf>): boolean {
  if (a === null || b === null) return a === b;
  const keys = ["mappingName", "mappingText", "savedText", "group", "snapshot"] as const;
  return keys.every((key) => a[key] === b[key]);
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
