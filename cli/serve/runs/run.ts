/** A run of an extraction as it is kept: what was asked, how far it came, which tables it left. */

import type { ExtractedTable } from "../tables.js";
import type { LogLevel, State } from "../wire/shapes.js";

export interface RunMapping {
  readonly id: string;
  readonly name: string;
  /** When the mapping that was run had last been changed. */
  readonly modifiedOn: string;
  state: State;
  /** Their files are relative to the folder of tables. */
  tables: readonly ExtractedTable[];
}

export interface Run {
  readonly id: string;
  readonly iModelId: string;
  readonly startedOn: string;
  readonly ecInstanceIds?: readonly string[];
  /** As asked for; undefined: those that are enabled when its turn comes. */
  readonly mappingIds: readonly string[];
  endedOn?: string;
  state: State;
  reason: string;
  containsIssues: boolean;
  mappings: RunMapping[];
  /** Its tables have been removed for newer ones. */
  isCleared?: boolean;
}

export interface LogLine {
  readonly state: State;
  readonly dateTime: string;
  readonly contextType: "IModel" | "Mapping";
  readonly contextId: string;
  readonly level: LogLevel;
  readonly category: string;
  readonly message: string;
}

export const isOver = ({ state }: Run): boolean => state !== "Queued" && state !== "Running";
