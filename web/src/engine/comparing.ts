// What the mapping on screen gives on another snapshot, beside the one that is open. The other is opened for that alone.
import type { CompareKey, CompareProgress, SnapshotComparison } from "premap/compare";
import { kindOf } from "../lib/file_kinds";
import { logName, mapLogs } from "../lib/logs";
import type { PickedFile } from "../lib/picked_files";
import { type Documents } from "./documents";
import type { EngineRoom } from "./engine";
import { type Files, logsBeside } from "./files";
import { Job } from "./jobs";

export type { CompareKey } from "premap/compare";
export type { ComparedColumn, ComparedGroup, ComparedRow, GroupComparison } from "premap/compare";

export interface Compared {
  /** Of the files. */
  nameA: string;
  nameB: string;
  /** Of the mapping that both were asked with. */
  text: string;
  result: SnapshotComparison;
}

export class Comparing extends Job<Compared, Partial<CompareProgress>> {
  #other: readonly PickedFile[] = [];

  constructor(
    private readonly room: EngineRoom,
    private readonly documents: Documents,
    private readonly files: Files,
  ) {
    super(room);
  }

  /** Compares with what was picked: a snapshot, and its logs where it has some. */
  async with(picked: readonly PickedFile[], key: CompareKey): Promise<void> {
    this.#other = picked;
    await this.again(key);
  }

  /** The same once more, by another key or after an edit. */
  async again(key: CompareKey): Promise<void> {
    const [first] = this.#other;
    const other = this.#other.find(({ file }) => !logName(file.name)) ?? first;
    if (!other) return;
    await this.run(async ({ signal, tell }) => {
      tell({});
      const log = logName(other.file.name);
      if (log) throw new Error(`${other.file.name} is the log of ${log.of}. Choose both together`);
      if (other.isGone || (await kindOf(other.file)) !== "snapshot")
        throw new Error(`${other.file.name} is not a snapshot. Choose a .bim file`);
      const [{ compareSnapshots }, engine] = await Promise.all([import("premap/compare"), this.room.start()]);
      const logs = mapLogs(logsBeside(other.file.name, this.#other), ({ file }) => file);
      const a = this.files.snapshot;
      const b = await engine.open(other.file, { ...logs, signal });
      try {
        if (!a) return undefined;
        const { text } = this.documents.now;
        const result = await compareSnapshots(a, b, text, { key, signal, onProgress: tell });
        const { snapshot } = this.files.state;
        return { nameA: snapshot.phase === "none" ? "" : snapshot.file.name, nameB: other.file.name, text, result };
      } finally {
        b.close();
      }
    });
  }
}
