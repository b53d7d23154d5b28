/** What a path names, or the fault that it is not there. */

import type { Model } from "../service.js";
import type { ColumnKind, ColumnRecord, GroupRecord, MappingRecord } from "../store/mapping_record.js";
import { ApiFault, type FaultCode, invalid } from "./faults.js";
import type { Call } from "./operation.js";

export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

export function modelOf(call: Call, id: string, target = "iModelId"): Model {
  const model = call.service.models.find((each) => each.iModelId === id.toLowerCase());
  if (model) return model;
  throw new ApiFault("iModelNotFound", { target });
}

/** Of the query, where it has to be. */
export function modelInQuery(call: Call): Model {
  const id = call.query.get("iModelId");
  if (id === undefined || id === "") throw invalid("iModelId", "Required parameter iModelId was missing.");
  return modelOf(call, id);
}

/** By the path; in the older API the iModel is named before it. */
export function mappingOf(call: Call): MappingRecord {
  const { imodelId } = call.params;
  if (imodelId !== undefined) modelOf(call, imodelId, "imodelId");
  const mapping = call.service.store.mappings.get(param(call, "mappingId"));
  if (mapping && (imodelId === undefined || mapping.iModelId === imodelId.toLowerCase())) return mapping;
  throw new ApiFault("MappingNotFound", { target: "mappingId" });
}

export function groupOf(call: Call, mapping = mappingOf(call)): GroupRecord {
  return groupIn(mapping, param(call, "groupId"));
}

export function groupIn(mapping: MappingRecord, id: string): GroupRecord {
  const group = mapping.groups.find((each) => each.id === id);
  if (group) return group;
  throw new ApiFault("GroupNotFound", { target: "groupId" });
}

export function columnIn(
  group: GroupRecord,
  id: string,
  kind: ColumnKind | undefined,
  code: FaultCode,
  target: string,
): ColumnRecord {
  const column = group.columns.find((each) => each.id === id && (kind === undefined || each.kind === kind));
  if (column) return column;
  throw new ApiFault(code, { target });
}
