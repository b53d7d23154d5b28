/** Something to look at from the start: mappings from files, a report that shows them, and one extraction. */

import { fileURLToPath } from "node:url";
import type { RunningService } from "./service.js";
import type { MappingRecord } from "./store/mapping_record.js";

const inPackage = (name: string): string =>
  fileURLToPath(new URL(`../../../web/public/sample/${name}`, import.meta.url));

export const sample = { snapshot: inPackage("building.bim"), mapping: inPackage("mapping.json") };

/**
 * Puts mappings into the first snapshot's iModel. One whose name is there already stays as it is: from then on the file in the
 * state folder is the one to edit.
 */
export async function seed(
  service: RunningService,
  texts: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  const { models, store, runs, engine } = service;
  const [model] = models;
  if (!model || texts.length === 0) return;
  const { iModelId, iTwinId } = model;
  const mappings: MappingRecord[] = [];
  for (const text of texts) {
    const { name } = await engine.outline(text);
    const known = [...store.mappings.all()].find((each) => each.iModelId === iModelId && each.name === name);
    if (known)
      tell(`the mapping ${name} is in the state folder already (mappings/${known.file}) and stays as it is there`);
    mappings.push(known ?? (await store.mappings.create({ iModelId, text }, async () => {})));
  }
  await store.reports.change((state) => {
    const isShown = (reportId: string) =>
      mappings.every(({ id }) => state.mappings.some((row) => row.reportId === reportId && row.mappingId === id));
    if (state.reports.some(({ id, deleted }) => !deleted && isShown(id))) return;
    const now = new Date().toISOString();
    const id = crypto.randomUUID();
    const description = "Made at the start for the mappings that were named.";
    const displayName = model.name;
    state.reports.push({ id, displayName, description, iTwinId, deleted: false, createdOn: now, modifiedOn: now });
    state.mappings.push(...mappings.map((mapping) => ({ reportId: id, mappingId: mapping.id, iModelId })));
  });
  await runs.start({ iModelId, mappingIds: mappings.map(({ id }) => id) });
}
