// The vendor's native backend, read through its JavaScript query reader. PREMAP_ORACLE names its folder.
import { existsSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { timed } from "../lib/rounds.mjs";

let host;

async function started() {
  const folder = process.env.PREMAP_ORACLE;
  if (!folder || !existsSync(path.join(folder, "node_modules/@itwin/core-backend")))
    throw new Error("PREMAP_ORACLE does not name its folder (scripts/oracle/README.md)");
  const load = createRequire(path.join(folder, "package.json"));
  const { IModelHost, SnapshotDb } = load("@itwin/core-backend");
  const { QueryRowFormat } = load("@itwin/core-common");
  await IModelHost.startup({ cacheDir: mkdtempSync(path.join(tmpdir(), "premap-bench-")) });
  return { IModelHost, SnapshotDb, QueryRowFormat };
}

export async function startPeer(file, { native }) {
  const { SnapshotDb, QueryRowFormat } = await (host ??= started());
  const db = SnapshotDb.openFile(file);
  const read = (limit) => {
    const ecsql = limit === null ? native.ecsql : `${native.ecsql} LIMIT ${limit}`;
    return db.createQueryReader(ecsql, undefined, { rowFormat: QueryRowFormat.UseECSqlPropertyIndexes }).toArray();
  };
  return {
    rows: (limit) => timed(async () => (await read(limit)).length),
    /** How many cells each of the twelve columns has, its fallbacks taken together. */
    async filled() {
      const rows = await read(null);
      return native.columns.map(
        (places) => rows.filter((row) => places.some((at) => (row[at] ?? null) !== null)).length,
      );
    },
    close: () => db.close(),
  };
}

export async function stopHost() {
  if (host) await (await host.catch(() => undefined))?.IModelHost.shutdown();
}
