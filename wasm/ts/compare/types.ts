// What a comparison of two snapshots is asked for, and what it tells.
import type { PlatformAbortSignal } from "../platform.js";
import type { Cell, ColumnDataType, Diagnostic, Id64String, ResolveOptions } from "../types.js";

/** By what rows of the two snapshots belong together. A federation GUID stays when a model is made anew, an id does not. */
export type CompareKey = "ECInstanceId" | "FederationGuid";

export interface CompareOptions {
  /** Default: `ECInstanceId`. */
  key?: CompareKey;
  /** Names of groups; all of the mapping when left out. */
  groups?: readonly string[];
  /** How many rows and cells are listed of each kind, besides being counted; 1,000 when left out. */
  samples?: number;
  options?: ResolveOptions;
  signal?: PlatformAbortSignal;
  onProgress?: (progress: CompareProgress) => void;
}

export interface CompareProgress {
  group: string;
  /** From 1, of `groupCount`. */
  groupNumber: number;
  groupCount: number;
  /** `ordering`: rows of one snapshot are brought into the order of the key; `comparing`: rows of both are read. */
  step: "ordering" | "comparing";
  rows: number;
  rowCount?: number;
}

export interface SnapshotComparison {
  key: CompareKey;
  /** Every row of every group could be compared, and no row or cell differs. */
  isSame: boolean;
  groups: GroupComparison[];
}

/** A row as it is listed; the ids are those of its element in each snapshot that has it. */
export interface ComparedRow {
  key: string;
  idA?: Id64String;
  idB?: Id64String;
}

export interface ChangedCell extends ComparedRow {
  a: Cell;
  b: Cell;
}

export interface ComparedColumn {
  name: string;
  dataType: ColumnDataType;
  /** Rows of each table with a value; of all rows, whether the other table has them or not. */
  filledA: number;
  filledB: number;
  /** Of the rows that both tables have: cells that are not the same; of them those with a value only in B, or only in A. */
  changed: number;
  gained: number;
  lost: number;
  /** The first of the changed ones, in the order of the key. */
  cells: ChangedCell[];
}

export interface ComparedGroup {
  group: string;
  tableName: string;
  rowsA: number;
  rowsB: number;
  rowsInBoth: number;
  /** Rows that both have with at least one changed cell. */
  changedRows: number;
  onlyA: { count: number; rows: ComparedRow[] };
  onlyB: { count: number; rows: ComparedRow[] };
  /** Rows that have no federation GUID, and so no counterpart; they are in no other count but `rowsA`, `rowsB` and the filled ones. */
  withoutKeyA: number;
  withoutKeyB: number;
  /** Those of the table; without `ECInstanceId`, and by federation GUID without `ECClassId`: they are numbers of each file's own. */
  columns: ComparedColumn[];
}

/** A group that cannot be run on one of the snapshots, or on neither: a class may be missing in it. */
export interface UncomparedGroup {
  group: string;
  failedA?: readonly Diagnostic[];
  failedB?: readonly Diagnostic[];
}

export type GroupComparison = ComparedGroup | UncomparedGroup;
