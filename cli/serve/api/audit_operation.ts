/** The audit trail of an iModel's mappings. */

import type { AuditLine } from "../store/audit.js";
import { invalid } from "./faults.js";
import { modelInQuery } from "./found.js";
import { type Call, operation } from "./operation.js";
import { pageOf, pageParameters } from "./paging.js";
import { gmAudit } from "./paths.js";

export const auditOperation = operation({
  method: "GET",
  path: gmAudit,
  name: "getAuditTrail",
  tag: "Grouping and Mapping",
  summary: "List who changed what of an iModel's mappings, the oldest first.",
  query: [
    { name: "iModelId", description: "Whose mappings.", isRequired: true },
    { name: "path", description: "Only this part, and what is below it: mappings/{id}/groups/{id}" },
    { name: "after", description: "Not before this time (ISO 8601)." },
    { name: "before", description: "Not after this time (ISO 8601)." },
    ...pageParameters,
  ],
  faults: ["iModelNotFound", "InvalidInsightsRequest"],
  gives: "AuditTrail",
  run: async (call) => {
    const { iModelId } = modelInQuery(call);
    const isWanted = filterOf(call);
    const found: { entry: AuditLine; key: string }[] = [];
    let number = 0;
    for await (const entry of call.service.store.audit.entries(iModelId)) {
      number += 1;
      if (isWanted(entry)) found.push({ entry, key: String(number) });
      if (call.signal.aborted) break;
    }
    return pageOf(
      call,
      "auditTrailEntries",
      found,
      ({ key }) => key,
      ({ entry }) => ({
        timestamp: entry.timestamp,
        path: entry.path,
        userEmail: entry.userEmail,
        action: entry.action,
        changes: entry.changes,
      }),
    );
  },
});

function filterOf(call: Call): (entry: AuditLine) => boolean {
  const after = timeIn(call, "after") ?? -Infinity;
  const before = timeIn(call, "before") ?? Infinity;
  const path = call.query.get("path")?.replace(/^\/+|\/+$/g, "");
  return (entry) => {
    const at = Date.parse(entry.timestamp);
    if (at < after || at > before) return false;
    return path === undefined || path === "" || entry.path === path || entry.path.startsWith(`${path}/`);
  };
}

/** Sent unencoded, the `+` of a zone arrives as a blank. */
function timeIn(call: Call, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === undefined || text === "") return undefined;
  const time = Date.parse(text.replace(/ (\d\d:?\d\d)$/, "+$1"));
  if (!Number.isNaN(time)) return time;
  throw invalid(name, `Parameter ${name} is no time.`);
}
