/** Which tables a mapping's groups fill, and how they are called: groups of one name fill one table. */

import path from "node:path";
import { freeIdentifier } from "../names.js";

export interface PlannedTable {
  groupName: string;
  /** Of every group that fills it; the table goes by the first. */
  groupIds: string[];
  entitySet: string;
  file: string;
}

interface GivenMapping {
  mappingName?: unknown;
  groups?: unknown;
}

export function plannedTables(mapping: string, groupIds: readonly string[], folder: string): PlannedTable[] {
  const { mappingName, groups } = JSON.parse(mapping) as GivenMapping;
  const tables = new Map<string, PlannedTable>();
  const names = new Set<string>();
  for (const [index, group] of (Array.isArray(groups) ? groups : []).entries()) {
    const groupName = String((group as { groupName?: unknown }).groupName ?? "");
    const groupId = groupIds[index] ?? "";
    const known = tables.get(groupName);
    if (known) known.groupIds.push(groupId);
    else {
      const stem = typeof mappingName === "string" && mappingName !== "" ? `${mappingName}_${groupName}` : groupName;
      const entitySet = freeIdentifier(stem, names);
      tables.set(groupName, {
        groupName,
        groupIds: [groupId],
        entitySet,
        file: path.join(folder, fileName(entitySet, tables.size)),
      });
    }
  }
  return [...tables.values()];
}

/** One that every file system takes, and none takes for another. */
function fileName(entitySet: string, index: number): string {
  return `${index}-${entitySet.replace(/[^\w]/g, "_").slice(0, 60)}.sqlite`;
}
