// Turns recorded lists of JSON into folders of readable files, and proves that nothing was lost. For branches that still have JSON.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { inRoot } from "../lib/paths.mjs";
import { readList, writeList } from "../lib/recorded.mjs";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";

helpFirst(`
node scripts/oracle/convert-recorded.mjs [FILE.json...]

Writes tests/fixtures/ecsql/NAME/ for each NAME.json there (or those named), reads it back, compares every query, and only then
removes the JSON.
`);

/** Everything a recorded column says, what the recorder left out for being as the name tells included. */
function whole({ extendType, ...column }, index, brief) {
  if (extendType !== undefined && extendType !== (column.extendedType ?? ""))
    throw new Failure(`extendType ${extendType} is not extendedType ${column.extendedType}`);
  if (brief !== (column.generated === undefined)) throw new Failure("a list is brief only in part");
  return { jsonName: column.name, className: "", accessString: column.name, index, ...column };
}

function convert(file) {
  const { snapshot, engine, queries, invalid, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  if (!queries) return 0; // a list of words, no answers
  if (Object.keys(rest).length > 0) throw new Failure(`${file} has more than queries: ${Object.keys(rest)}`);
  const brief = !queries.some(({ columns }) => columns.some((column) => "generated" in column));
  const list = {
    snapshot,
    engine,
    brief,
    queries: queries.map((query) => ({
      ...query,
      columns: query.columns.map((column, index) => whole(column, index, brief)),
    })),
    invalid,
  };
  const folder = file.slice(0, -".json".length);
  for (const { id } of [...queries, ...invalid])
    if (!new RegExp(`^${path.basename(folder)}-\\d+$`).test(id)) throw new Failure(`${id} is no number in ${folder}`);
  writeList(folder, list);
  const back = readList(folder);
  for (const part of ["queries", "invalid"]) {
    for (const [at, query] of list[part].entries())
      if (!isDeepStrictEqual(back[part][at], query))
        throw new Failure(
          `${query.id} is not what was written:\n${JSON.stringify(query)}\n${JSON.stringify(back[part][at])}`,
        );
    if (back[part].length !== list[part].length) throw new Failure(`${folder} has more ${part} than ${file}`);
  }
  rmSync(file);
  return queries.length + invalid.length;
}

await main(() => {
  const folder = inRoot("tests/fixtures/ecsql");
  const files = process.argv.slice(2);
  const all = files.length > 0 ? files : readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of all) {
    const count = convert(path.resolve(folder, file));
    if (count > 0) say(`${file}: ${count} queries, read back and compared`);
  }
});
