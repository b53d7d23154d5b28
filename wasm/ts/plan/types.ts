// What a push plan consists of: requests, what blocks them, what changes.
import type { MappingApi, MappingApiName, MappingInput } from "../types.js";

export type { MappingApi, MappingApiName, MappingInput } from "../types.js";

export type HttpMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** One call of the API. */
export interface PlannedRequest {
  method: HttpMethod;
  /**
   * Path below the API's root. What is not known before the push stands in braces: `{iModelId}`, and the ids that answers of
   * earlier requests give, `{mappingId}` and `{groupId1}`.
   */
  path: string;
  /** JSON body, with the same placeholders as whole values; absent for DELETE. */
  body?: Readonly<Record<string, unknown>>;
  /** What it does: "Create column Mark in Beams". */
  what: string;
  /** JSON pointer into the edited mapping of the part that it brings; absent for DELETE. */
  pointer?: string;
  /** The placeholder that takes the id in the answer, and where that id is: `mapping.id`. */
  gives?: { placeholder: string; member: string };
}

/** Something that keeps the plan from being sent as it is. */
export interface PlanObstacle {
  message: string;
  /** JSON pointer into the edited mapping; empty when it is about the live one. */
  pointer: string;
}

export interface FieldChange {
  field: string;
  /** Absent: not set. */
  before?: unknown;
  after?: unknown;
}

/** How a mapping, a group or a column differs between two mappings. */
export interface MappingChange {
  kind: "added" | "removed" | "changed";
  what: "mapping" | "group" | "column";
  /** `["Structure"]`, `["Beams"]`, `["Beams", "Mark"]`: the names after the change, or before it when removed. */
  names: string[];
  /** JSON pointer into the edited mapping; absent when removed. */
  pointer?: string;
  /** Its id in the saved answer; when added, the one the edited mapping has for it. */
  id?: string;
  /** Of a column: its group's id in the saved answer. */
  groupId?: string;
  /** What is different; all fields that are set when it was added or removed. */
  fields: FieldChange[];
}

export interface PushPlan {
  api: MappingApi;
  /** `create`: nothing is there yet; `update`: a live mapping becomes the edited one. */
  kind: "create" | "update";
  mappingName: string;
  /** In the order in which they have to be sent: one at a time, each after the one before has succeeded. */
  requests: PlannedRequest[];
  /** For an update: how the edited mapping differs from the live one. */
  changes: MappingChange[];
  /** When there are any, the plan must not be sent. */
  obstacles: PlanObstacle[];
  /** What was decided on the way: defaults filled in, fields this API does not have. */
  notes: string[];
}

export interface PlanOptions {
  /** Which API the requests are for. Default: the generation the mapping itself speaks, else Grouping and Mapping. */
  api?: MappingApiName;
  /** A saved answer of the API with ids: the plan then changes that mapping instead of making a new one. */
  live?: MappingInput;
}

export interface ScriptOptions {
  /** What runs it; default `sh`. */
  shell?: "sh" | "powershell";
}
