// The page reader beside SQLite in C, the same columns in turns.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildPreset } from "../scripts/lib/cmake.mjs";
import { Failure, helpFirst, main, say } from "../scripts/lib/run.mjs";
import { plantOf, sizes } from "./lib/snapshots.mjs";

helpFirst(`
node bench/pages.mjs [SIZE|SNAPSHOT] [--rounds N]

Reads columns by the page reader and by a native loop over SQLite at -O2, each in turns, N times (7), and prints the least and the
middle of each in milliseconds of the processor, and the ratio of the middles. SIZE is 10k, 100k or 1M (1M): the plant sample with so many elements.
`);

const element =
  "Id,ECClassId,ModelId,LastMod,CodeSpecId,CodeScopeId,CodeValue,UserLabel,ParentId,ParentRelECClassId,FederationGuid,JsonProperties";
const geometric =
  "ElementId,ECClassId,CategoryId,InSpatialIndex,Origin_X,Origin_Y,Origin_Z,Yaw,Pitch,Roll,BBoxLow_X,TypeDefinitionId";
const few = {
  element: "CodeValue,UserLabel,LastMod,ModelId,CodeScopeId,ParentId",
  geometric: "ElementId,ECClassId,CategoryId,Yaw,Origin_X,TypeDefinitionId",
};

/** What is read: by the page reader, and in SQL. */
const cases = [
  {
    name: "twelve columns of bis_Element",
    tables: [`bis_Element:${element}`],
    sql: `SELECT ${element} FROM bis_Element`,
  },
  {
    name: "twelve columns of bis_GeometricElement3d",
    tables: [`bis_GeometricElement3d:${geometric}`],
    sql: `SELECT ${geometric} FROM bis_GeometricElement3d`,
  },
  {
    name: "six columns each of both, by id",
    tables: [`bis_GeometricElement3d:${few.geometric}`, `bis_Element:${few.element}`],
    sql: `SELECT ${few.geometric.replace("ECClassId", "g.ECClassId")},${few.element} FROM bis_GeometricElement3d g JOIN bis_Element e ON e.Id=g.ElementId`,
  },
  {
    name: "two columns of bis_Element",
    tables: [`bis_Element:ECClassId,UserLabel`],
    sql: `SELECT ECClassId,UserLabel FROM bis_Element`,
  },
];

function output(program, args, input) {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: "utf8" });
  if (status !== 0 || stdout.startsWith("error")) throw new Failure(`${program}: ${stderr}${stdout}`);
  return stdout.trim().split("\n").at(-1).split(" ").map(Number);
}

const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

await main(() => {
  const words = process.argv.slice(2);
  const at = words.indexOf("--rounds");
  const rounds = at < 0 ? 7 : Number(words.splice(at, 2)[1]);
  const given = words[0] ?? "1M";
  const file = given in sizes ? plantOf(given) : given;
  const folder = path.join(buildPreset("release", ["c_loop", "page_scan"]), "bench");
  for (const { name, tables, sql } of cases) {
    const times = { pages: [], sqlite: [] };
    let rows = 0;
    for (let round = 0; round < rounds; ++round) {
      const [byPages, , count] = output(path.join(folder, "page_scan"), [file, "1", "1", ...tables]);
      const [byLoop, , wanted] = output(path.join(folder, "c_loop"), [file], `${sql}\n`);
      if (count !== wanted) throw new Failure(`${count} rows from the pages, ${wanted} by SQLite`);
      rows = count;
      times.pages.push(byPages);
      times.sqlite.push(byLoop);
    }
    const words = Object.entries(times).map(
      ([who, t]) => `${who} ${Math.min(...t).toFixed(0)} / ${middle(t).toFixed(0)} ms`,
    );
    say(`${name}, ${rows} rows: ${words.join(", ")}, ratio ${(middle(times.sqlite) / middle(times.pages)).toFixed(2)}`);
  }
  return 0;
});
