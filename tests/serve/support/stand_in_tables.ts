/** In the place of the engine's own tables: a table is a JSON file, written by `preview`. Just enough for the store's tests. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createEngine } from "../../../dist/index.js";
import type { TableMakers } from "../../../dist/cli/serve/service.js";
import type { ExtractedTable, ReportTables, TableColumn } from "../../../dist/cli/serve/tables.js";

const namespace = "Insights_and_Reporting_Extractor";
const edm = { Boolean: "Edm.Boolean", Integer: "Edm.Int64", Double: "Edm.Double", String: "Edm.String" };

export const standInTables: TableMakers = {
  extractTables: async ({ snapshot: file, mapping, groupIds, folder = "", onEvent }) => {
      const engine = await createEngine({ worker: false });
      const snapshot = await engine.open(file);
      const outline = await engine.outline(mapping);
      const tables: ExtractedTable[] = [];
      for (const [index, group] of outline.groups.entries()) {
        const groupId = groupIds[index] ?? "";
        try {
          const preview = await snapshot.preview(mapping, { group: group.name, limit: null });
          const columns = preview.columns.map(({ name, dataType }): TableColumn => ({
            name,
            type: dataType === "DateTime" || dataType === "Undefined" ? "String" : dataType,
          }));
          const at = path.join(folder, `${index}.json`);
          await writeFile(at, JSON.stringify(preview.rows));
          const entitySet = `${outline.name}_${group.name}`;
          tables.push({ groupId, groupName: group.name, entitySet, file: at, columns, rowCount: preview.rowCount, isKeyed: false });
          onEvent?.({ level: "Information", category: "QueryExecution", groupId, message: `${preview.rowCount} rows.` });
        } catch (error) {
          onEvent?.({ level: "Error", category: "GroupQuery", groupId, message: (error as Error).message });
        }
      }
      engine.close();
      return tables;
    },
  answerOData: async (report, { path: at, root }) => {
    const json = (value: object, status = 200) => ({
      status,
      headers: { "content-type": "application/json", "odata-version": "4.0" },
      body: Buffer.from(JSON.stringify(value)),
    });
    const context = `${root}/$metadata`;
    const latest = report.runs.flatMap(({ extractionId, tables }) => tables.map((table) => ({ extractionId, table })));
    if (at === "") {
      const value = latest.map(({ extractionId, table: { entitySet: name } }) => ({ name, url: `LOCAL/${extractionId}/${name}` }));
      return json({ "@odata.context": context, value });
    }
    if (latest.length === 0) return json({ error: { code: "SchemaNotFound", message: "nothing extracted" } }, 404);
    if (at === "$metadata")
      return { status: 200, headers: { "content-type": "application/xml" }, body: Buffer.from(metadata(report)) };
    const found = latest.find(({ extractionId, table: { entitySet } }) => at === `LOCAL/${extractionId}/${entitySet}` || at === entitySet);
    if (!found) return json({ error: { code: "EntityNotFound", message: "no such table" } }, 404);
    const rows = JSON.parse(await readFile(found.table.file, "utf8")) as object[];
    return json({ "@odata.context": `${context}#${found.table.entitySet}`, value: rows });
  },
  async *readPartition(table) {
    const rows = JSON.parse(await readFile(table.file, "utf8")) as Record<string, unknown>[];
    for (const row of rows) yield Buffer.from(`${table.columns.map(({ name }) => JSON.stringify(row[name] ?? "")).join(",")}\n`);
  },
};

function metadata({ runs }: ReportTables): string {
  const tables = runs.flatMap((run) => run.tables);
  const types = tables.map(
    ({ entitySet, columns }) =>
      `<EntityType Name="${entitySet}">${columns.map(({ name, type }) => `<Property Name="${name}" Type="${edm[type]}"/>`).join("")}</EntityType>`,
  );
  const sets = tables.map(
    ({ entitySet, groupName }) =>
      `<EntitySet Name="${entitySet}" EntityType="${namespace}.${entitySet}"><Annotation Term="Bentley.iTwin.Reporting.DisplayName" String="${groupName}"/></EntitySet>`,
  );
  const schema = (name: string, content: string) =>
    `<Schema Namespace="${name}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${content}</Schema>`;
  return `<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>${schema(namespace, types.join(""))}${schema("Bentley.iTwin.Reporting", '<Term Name="DisplayName" Type="Edm.String"/>')}${schema("Default", `<EntityContainer Name="Container">${sets.join("")}</EntityContainer>`)}</edmx:DataServices></edmx:Edmx>`;
}
