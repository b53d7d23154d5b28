/** What there is to say of each code, whatever the case: docs/diagnostics.json, which the build puts beside the command line. */

import { readFileSync } from "node:fs";
import type { CatalogueEntry } from "premap/reports";

export function catalogue(): ReadonlyMap<string, CatalogueEntry> {
  const text = readFileSync(new URL("../diagnostics.json", import.meta.url), "utf8");
  return new Map((JSON.parse(text) as CatalogueEntry[]).map((entry) => [entry.code, entry]));
}
