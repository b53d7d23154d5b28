/** What a browser opens: the start page, premap's page, and files for Power BI and Excel. The key may come in the address. */

import { ApiFault } from "../api/faults.js";
import type { Query, StreamedAnswer } from "../api/operation.js";
import type { Gate } from "../http/gate.js";
import { reportTables } from "../runs/report_tables.js";
import type { Service } from "../service.js";
import { odataAddress } from "./addresses.js";
import { odc, pbids } from "./feeds.js";
import { pageFileAt } from "./page_files.js";
import { lockedPage, type PageText, startPage } from "./start_page.js";

/** Undefined where the address is none of these. */
export async function pageAt(
  service: Service,
  gate: Gate,
  method: string,
  path: string,
  query: Query,
  origin: string,
): Promise<StreamedAnswer | undefined> {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const key = query.get("key");
  const isAllowed = gate.isOpen || (key !== undefined && gate.isKey(key));
  if (path === "/") return isAllowed ? page(200, startPage(service, origin, key)) : page(401, lockedPage());
  const built = await pageFileAt(path);
  if (built) return built;
  if (path === "/favicon.ico") return { status: 204, headers: {}, body: new Uint8Array() };
  const [, id, table] = /^\/feeds\/([\w-]+)(?:\.pbids|\/([^/]+)\.odc)$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (!isAllowed) throw new ApiFault(key === undefined ? "HeaderNotFound" : "Unauthorized");
  const report = service.store.reports.value.reports.find((row) => row.id === id && !row.deleted);
  if (!report) throw new ApiFault("ReportNotFound", { target: "id" });
  const url = odataAddress(origin, id);
  if (table === undefined) return file(`${report.displayName}.pbids`, "application/json", pbids(url));
  const name = decoded(table);
  const { runs, aggregated } = reportTables(service.store, service.runs, id);
  const tables = runs.flatMap((run) => (run.isReplaced ? [] : run.tables));
  const isThere = [...tables, ...aggregated].some(({ entitySet }) => entitySet === name);
  if (!isThere) throw new ApiFault("EntityNotFound");
  return file(`${name}.odc`, "text/x-ms-odc; charset=utf-8", odc(url, name));
}

/** What is no percent-encoded text names no table. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiFault("EntityNotFound");
  }
}

function page(status: number, { text, nonce }: PageText): StreamedAnswer {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
    },
    body: Buffer.from(text),
  };
}

/** A header holds no letters beyond ASCII: the name is told twice. */
function file(name: string, type: string, text: string): StreamedAnswer {
  const plain = name.replace(/[^\w. -]/g, "_");
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return {
    status: 200,
    headers: { "content-type": type, "content-disposition": disposition },
    body: Buffer.from(text),
  };
}
