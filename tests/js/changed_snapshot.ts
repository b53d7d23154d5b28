/** A snapshot with some of its rows written otherwise, as a later state of the same iModel has them. */
import { readFile } from "node:fs/promises";
import initSqlJs from "premap/sqljs";

export async function changedSnapshot(path: string, ...statements: string[]): Promise<Buffer> {
  const { Database } = await initSqlJs();
  const database = new Database(await readFile(path));
  for (const statement of statements) database.run(statement);
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}
