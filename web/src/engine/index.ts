// What the panels may see of the engine's side; they import from here alone.

export { type Address, addressText, readAddress } from "./address";
export * from "./answer";
export { type Arranged, Arranging, copyIds, isFiltering, type RowAtHand, type RowWish, noWish } from "./arranging";
export type { ElementsQuestion, Listed, PatchTrial } from "./asides";
export type { ReportFormat } from "../lib/report";
export * from "./class_names";
export type * from "./comparing";
export type * from "./contents";
export * from "./context";
export {
  apiOf,
  documentOf,
  isSameMapping,
  type DocumentsState,
  draftedGroups,
  draftOf,
  groupOf,
  isEdited,
  isUnsaved,
  type OpenMapping,
} from "./documents";
export type { FileNotice, SnapshotState } from "./files";
export { useGroupFacts, useGroupQueries } from "./group_facts";
export { firstProperty } from "./edits";
export * from "./health";
export { Job, type JobState, progressOf, valueOf } from "./jobs";
export * from "./carried_columns";
export * from "./kept_work";
export {
  type ColumnValues,
  type Drawn,
  type Drawing,
  type ElementName,
  emptyValue,
  type Facet,
  type FacetKey,
  type Facets,
  type Grouping,
  noGroup,
  noName,
  noValue,
  type Picture,
  type Space,
} from "./picture";
export { placeOf, Way } from "./places";
export * from "./problem";
export * from "./push";
export type { Exported, ExportProgress, ManyFormat } from "./exporting";
export type { PreviewData } from "./questions";
export type { CellPlace } from "./selection";
export { isRunOver } from "./service";
export type * from "./types";
export { Workbench } from "./workbench";
