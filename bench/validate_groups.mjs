// What a large mapping costs to validate: 40 groups of 12 columns on a snapshot of 100,000 elements.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createEngine } from "premap";
import { inRoot } from "../scripts/lib/paths.mjs";
import { helpFirst, main } from "../scripts/lib/run.mjs";
import { enlarge } from "../scripts/lib/enlarge.mjs";

helpFirst(`
node bench/validate_groups.mjs [ELEMENTS]

Makes a snapshot of ELEMENTS elements (100,000 when not given) from the sample, keeps it in build/bench, and validates a
mapping of 40 groups x 12 columns on it: by the contract alone, with the snapshot's schemas, and with every row read.
Prints the median time of each and the SQLite statements it took.
`);

const groupCount = 40;
const rounds = 5;
const classes = [
  "BuildingTest.Beam",
  "BuildingTest.[Column]",
  "StructuralTest.Brace",
  "BuildingTest.CurtainWall",
  "BuildingTest.WidePanel",
  "BuildingTest.HaunchedBeam",
  "StructuralTest.TrussBeam",
  "Generic.PhysicalObject",
];

const entry = (path, ecClassName = "*") => ({
  ecSchemaName: ecClassName === "*" ? "*" : ecClassName === "Element" ? "BisCore" : "BuildingTest",
  ecClassName,
  ecPropertyName: path,
});
const column = (propertyName, dataType, ...ecProperties) => ({ propertyName, dataType, ecProperties });

/** Direct, inherited, navigation of one and three steps, aspects, fallbacks, conversion, formula. */
const properties = [
  column("Label", "String", entry("UserLabel"), entry("CodeValue")),
  column("Code", "String", entry("CodeValue", "Element")),
  column("Changed", "String", entry("LastMod")),
  column("Category", "String", entry("Category.CodeValue")),
  column("CategoryId", "String", entry("Category.Id")),
  column("Model", "String", entry("Model.ModeledElement.CodeValue")),
  column("Unit", "String", entry("Model.JsonProperties.formatter.mastUnit.label")),
  column("Type", "String", entry("TypeDefinition.UserLabel"), entry("TypeDefinition.CodeValue")),
  column("Rating", "Integer", entry("RatingMinutes", "FireProtection")),
  column("Cost", "Double", entry("Cost", "CostAspect")),
  column("Diagonal", "Double", entry("BBoxHigh")),
  { propertyName: "Doubled", dataType: "Double", formula: "Cost * 2" },
];

function mapping(highest, edit) {
  const ranges = groupCount / classes.length;
  const width = Math.ceil((highest + 1) / ranges);
  return {
    mappingName: "Bench",
    groups: Array.from({ length: groupCount }, (_, index) => {
      const [cls, range] = [classes[index % classes.length], Math.floor(index / classes.length)];
      const where = `ECInstanceId >= ${range * width} AND ECInstanceId < ${(range + 1) * width}`;
      return {
        groupName: `${cls.replace(/^.*\./, "").replace(/\W/g, "")}${range}`,
        query: `SELECT ECInstanceId, ECClassId FROM ONLY ${cls} WHERE ${where}`,
        properties: [{ ...properties[0], propertyName: `Label${edit}` }, ...properties.slice(1)],
      };
    }),
  };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** `run` is given a mapping that was not asked about before: what is answered from memory is no measure. */
async function measure(name, snapshot, textOf, run) {
  const times = [];
  let statements = 0;
  let report;
  for (let round = 0; round < rounds; round += 1) {
    const before = (await snapshot.stats()).statementCount;
    const start = performance.now();
    report = await run(textOf(`${name} ${round}`));
    times.push(performance.now() - start);
    statements = (await snapshot.stats()).statementCount - before;
  }
  const { error, warning, info } = report.counts;
  console.log(
    `${name.padEnd(24)} ${median(times).toFixed(1).padStart(8)} ms (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})  ` +
      `${String(statements).padStart(4)} statements  ${error} errors, ${warning} warnings, ${info} notes`,
  );
}

await main(async () => {
  const count = Number(process.argv[2] ?? 100_000);
  const file = inRoot("build/bench", `building-${count}.bim`);
  if (!existsSync(file)) {
    mkdirSync(inRoot("build/bench"), { recursive: true });
    writeFileSync(file, await enlarge(readFileSync(inRoot("web/public/sample/building.bim")), count));
  }
  const engine = await createEngine({ worker: false });
  const snapshot = await engine.open(file);
  const [[elements, highest]] = await snapshot
    .query("SELECT COUNT(*), MAX(ECInstanceId) FROM bis.GeometricElement3d")
    .toArray();
  const textOf = (edit) => JSON.stringify(mapping(Number(highest), edit), null, 2);
  const rows = await Promise.all(
    JSON.parse(textOf("")).groups.map(
      async ({ query }) => (await snapshot.query(`SELECT COUNT(*) FROM (${query})`).toArray())[0][0],
    ),
  );
  const read = rows.reduce((sum, each) => sum + each, 0);
  console.log(`${groupCount} groups x ${properties.length} columns, ${elements} elements, ${read} rows in the groups`);
  await measure("contract alone", snapshot, textOf, (text) => engine.validate(text));
  await measure("and schemas", snapshot, textOf, (text) => snapshot.validate(text, { rows: false }));
  await measure("and rows", snapshot, textOf, (text) => snapshot.validate(text));
  engine.close();
});
