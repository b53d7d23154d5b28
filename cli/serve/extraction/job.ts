/** What the thread of a run is told, and what it tells. Everything can be posted. */

import type { ExtractedTable, RunEvent } from "../tables.js";

export interface ExtractionJob {
  snapshot: string;
  mapping: string;
  groupIds: readonly string[];
  ecInstanceIds?: readonly string[];
  folder: string;
}

export type FromExtraction =
  | { event: RunEvent }
  | { progress: { groupId: string; rows: number; rowCount: number } }
  | { tables: ExtractedTable[] }
  | { failure: string };
