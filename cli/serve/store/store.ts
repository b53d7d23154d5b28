/** The state folder as a whole. */

import type { Engine } from "premap";
import { Audit } from "./audit.js";
import { Disk } from "./durable.js";
import { FolderLock } from "./folder_lock.js";
import { Mappings } from "./mappings.js";
import type { ConfigurationRow, JobRow, KeyRow, NamedGroupRow, ReportsState } from "./reports_state.js";
import { StateFile } from "./state_file.js";

export interface StoreSettings {
  folder: string;
  /** False: forgotten at the end. */
  isLasting: boolean;
  defaultIModel: string;
  user: string;
  tell: (line: string) => void;
}

const month = 31 * 24 * 3600 * 1000;

export class Store {
  private constructor(
    readonly disk: Disk,
    readonly user: string,
    readonly audit: Audit,
    readonly mappings: Mappings,
    readonly reports: StateFile<ReportsState>,
    readonly named: StateFile<{ groups: NamedGroupRow[] }>,
    readonly keys: StateFile<{ keys: KeyRow[] }>,
    readonly carbon: StateFile<{ configurations: ConfigurationRow[]; jobs: JobRow[] }>,
    private readonly lock: FolderLock,
  ) {}

  static async open(engine: Engine, settings: StoreSettings): Promise<Store> {
    const { folder, isLasting, user } = settings;
    const disk = new Disk(folder, isLasting);
    await disk.ensure();
    const lock = await FolderLock.take(disk.at("lock"));
    try {
      await disk.prepare("mappings", "ids", "runs", "tables");
      const audit = await Audit.open(disk);
      const mappings = await Mappings.open(disk, engine, audit, settings);
      const none: ReportsState = { reports: [], mappings: [], aggregations: [], tableSets: [] };
      const reports = await StateFile.open<ReportsState>(disk, "reports.json", none);
      const named = await StateFile.open<{ groups: NamedGroupRow[] }>(disk, "named_groups.json", { groups: [] });
      const keys = await StateFile.open<{ keys: KeyRow[] }>(disk, "keys.json", { keys: [] });
      const carbon = await StateFile.open<{ configurations: ConfigurationRow[]; jobs: JobRow[] }>(disk, "carbon.json", {
        configurations: [],
        jobs: [],
      });
      const store = new Store(disk, user, audit, mappings, reports, named, keys, carbon, lock);
      await store.#purge();
      return store;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.mappings.close();
    await this.lock.release();
  }

  /** A report that was deleted a month ago goes for good. */
  async #purge(): Promise<void> {
    const limit = new Date(Date.now() - month).toISOString();
    const gone = this.reports.value.reports.filter(({ deleted, deletedOn = "" }) => deleted && deletedOn < limit);
    const ids = new Set(gone.map(({ id }) => id));
    if (ids.size === 0) return;
    await this.reports.change((state) => {
      state.reports = state.reports.filter(({ id }) => !ids.has(id));
      state.mappings = state.mappings.filter(({ reportId }) => !ids.has(reportId));
      state.aggregations = state.aggregations.filter(({ reportId }) => !ids.has(reportId));
    });
  }
}
