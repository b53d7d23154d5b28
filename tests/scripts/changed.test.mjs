/** What `npm test -- quick` runs after a change. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { moduleTable, reach, withDependents } from "../../scripts/lib/changed.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";

const folders = readdirSync(inRoot("tests/unit"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const ofModule = (name) => withDependents([name], moduleTable());

describe("modules", () => {
  it("are those of src, each with what it stands on", () => {
    const table = moduleTable();
    expect([...table.keys()].sort()).toEqual(readdirSync(inRoot("src")).sort());
    expect(table.get("base")).toEqual([]);
    expect(table.get("schema")).toEqual(["geometry", "sqlite"]);
    expect(
      moduleTable(
        "premap_module(a SOURCES x.cpp)\npremap_module(\n  b\n  SOURCES\n  y.cpp\n  DEPENDS\n  premap_a\n  json)",
      ),
    ).toEqual(
      new Map([
        ["a", []],
        ["b", ["a"]],
      ]),
    );
  });

  it("are found with all that stand on them, and no others", () => {
    expect(ofModule("base").sort()).toEqual([...moduleTable().keys()].sort());
    expect(ofModule("session")).toEqual(["session"]);
    expect(ofModule("ecsql")).toEqual(expect.arrayContaining(["ecsql", "resolve", "preview", "session"]));
    expect(ofModule("ecsql")).not.toContain("mapping");
  });
});

describe("a change", () => {
  it("of a module reaches its tests and those of the modules above, and the package", () => {
    for (const file of ["src/formula/lexer.cpp", "include/premap/formula/formula.h"]) {
      const { units, suites } = reach([file]);
      expect(units).toEqual(folders.filter((name) => ofModule("formula").includes(name)));
      expect(suites).toEqual(["js", "golden"]);
    }
  });

  it("of a test reaches that test, of a fixture what reads it", () => {
    expect(reach(["tests/unit/formula/evaluate_test.cpp"])).toMatchObject({ units: ["formula"], suites: [] });
    expect(reach(["tests/js/plan.test.ts"])).toMatchObject({ units: [], suites: ["js"] });
    expect(reach(["docs/diagnostics.json"]).units).toContain("session");
    expect(reach(["tests/golden/explanations/sample.txt"]).units).toContain("preview");
    expect(reach(["tests/fixtures/ecsql/building/001.txt"])).toMatchObject({
      units: expect.arrayContaining(["schema"]),
      suites: expect.arrayContaining(["golden", "scripts"]),
    });
  });

  it("of the package reaches the command line; one of the page only what lint says", () => {
    expect(reach(["wasm/ts/engine.ts"])).toMatchObject({ units: [], suites: ["js", "cli", "serve", "push"] });
    expect(reach(["wasm/bindings.cpp"])).toMatchObject({ units: [], suites: ["js"] });
    expect(reach(["web/src/main.tsx", "tests/e2e/tree.spec.ts"])).toMatchObject({ units: [], suites: [] });
  });

  it("of several files reaches what any of them does", () => {
    expect(reach(["tests/unit/formula/x.cpp", "cli/main.ts", "tests/unit/base/x.cpp"])).toMatchObject({
      units: ["base", "formula"],
      suites: ["cli"],
      why: "3 files changed",
    });
  });

  it("that cannot be told reaches everything", () => {
    for (const files of [
      undefined,
      [],
      ["CMakeLists.txt"],
      ["package-lock.json"],
      ["tests/unit/catch.h"],
      ["src/nowhere/a.cpp"],
      ["tests/fixtures/snapshots/empty.bim.gz"],
      ["somewhere/else.txt", "web/src/main.tsx"],
    ])
      expect(reach(files)).toMatchObject({
        units: folders,
        suites: ["js", "golden", "cli", "serve", "push", "docs", "scripts"],
      });
  });
});
