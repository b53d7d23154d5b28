/** ECSQL on real snapshots that are not ours to publish; only where the shared fixtures are. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { goldenSuite } from "./support/case.ts";
import { ecsqlCases } from "./support/ecsql.ts";
import { notHere, sharedFixture } from "../shared.ts";


const folder = sharedFixture("ecsql-golden");
if (!folder) describe("real snapshots", () => it.skip(notHere));
for (const name of folder ? readdirSync(folder) : []) {
  if (!folder || !/^(?!building|plant|reserved).*\.json$/.test(name)) continue;
  const { snapshot, cases } = ecsqlCases(path.join(folder, name));
  const file = sharedFixture("real", snapshot);
  if (!file) throw new Error(`${snapshot} of ${name} is not among the shared fixtures`);
  goldenSuite(`real ${path.basename(name, ".json")}`, file, cases);
}
