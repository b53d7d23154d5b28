/** The page's sample as something to look at: its mapping, a report that shows it, and one extraction. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Service } from "./service.js";

const inPackage = (name: string): string => fileURLToPath(new URL(`../../../web/public/sample/${name}`, import.meta.url));

export const sampleSnapshot = (): string => inPackage("building.bim");

/** Answers the report's id. */
export async function seedSample({ models, store, runs }: Service): Promise<string> {
  const [model] = models;
  if (!model) throw new Error("there is no snapshot");
  const text = await readFile(inPackage("mapping.json"), "utf8");
  const mapping = await store.mappings.create({ iModelId: model.iModelId, text }, async () => {});
  const now = new Date().toISOString();
  const report = {
    id: crypto.randomUUID(),
    displayName: "Sample",
    description: "The tables of the sample's mapping.",
    iTwinId: model.iTwinId,
    deleted: false,
    createdOn: now,
    modifiedOn: now,
  };
  await store.reports.change((state) => {
    state.reports.push(report);
    state.mappings.push({ reportId: report.id, mappingId: mapping.id, iModelId: model.iModelId });
  });
  await runs.start({ iModelId: model.iModelId, mappingIds: [mapping.id] });
  return report.id;
}
