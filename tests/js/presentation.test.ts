/** premap/presentation under the real iTwin packages: a hierarchy is built from a snapshot, and the reader's own rules. */
import { createEngine, type Engine, type Snapshot } from "premap";
import { createQueryExecutor, createSchemaProvider } from "premap/presentation";
import {
  createIModelHierarchyProvider,
  createLimitingECSqlQueryExecutor,
  createNodesQueryClauseFactory,
  createPredicateBasedHierarchyDefinition,
  type HierarchyNode,
  RowsLimitExceededError,
} from "@itwin/presentation-hierarchies";
import {
  createBisInstanceLabelSelectClauseFactory,
  createCachingECClassHierarchyInspector,
  type ECSchemaProvider,
  type ECSqlBinding,
  type ECSqlQueryExecutor,
} from "@itwin/presentation-shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endlessQuery, rejection, snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;
beforeAll(async () => {
  engine = await createEngine();
  snapshot = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

function modelsAndElements(limit: number) {
  const executor: ECSqlQueryExecutor = createQueryExecutor(snapshot);
  const schemaProvider = createSchemaProvider(snapshot) as unknown as ECSchemaProvider;
  const imodelAccess = {
    imodelKey: snapshot.info.iModelId,
    ...schemaProvider,
    ...createCachingECClassHierarchyInspector({ schemaProvider, cacheSize: 100 }),
    ...createLimitingECSqlQueryExecutor(executor, limit),
  };
  const labels = createBisInstanceLabelSelectClauseFactory({ classHierarchyInspector: imodelAccess });
  const nodes = createNodesQueryClauseFactory({ imodelAccess, instanceLabelSelectClauseFactory: labels });
  const select = async (className: string, grouping?: { byClass: true }) => `
    SELECT ${await nodes.createSelectClause({
      ecClassId: { selector: "this.ECClassId" },
      ecInstanceId: { selector: "this.ECInstanceId" },
      nodeLabel: { selector: await labels.createSelectClause({ classAlias: "this", className }) },
      ...(grouping ? { grouping } : {}),
    })}
    FROM ${className} this`;
  return createIModelHierarchyProvider({
    imodelAccess,
    hierarchyDefinition: createPredicateBasedHierarchyDefinition({
      classHierarchyInspector: imodelAccess,
      hierarchy: {
        rootNodes: async () => [
          { fullClassName: "BisCore.GeometricModel3d", query: { ecsql: await select("BisCore.GeometricModel3d") } },
        ],
        childNodes: [
          {
            parentInstancesNodePredicate: "BisCore.Model",
            definitions: async ({ parentNodeInstanceIds }: { parentNodeInstanceIds: string[] }) => [
              {
                fullClassName: "BisCore.Element",
                query: {
                  ecsql: `${await select("BisCore.Element", { byClass: true })}
                    WHERE this.Model.Id IN (${parentNodeInstanceIds.map(() => "?").join(",")})`,
                  bindings: parentNodeInstanceIds.map((id): ECSqlBinding => ({ type: "id", value: id })),
                },
              },
            ],
          },
        ],
      },
    }),
  });
}

describe("a hierarchy of models and their elements, grouped by class", () => {
  it("has every element of the snapshot, under its class", async () => {
    const provider = modelsAndElements(100_000);
    const roots: HierarchyNode[] = [];
    for await (const node of provider.getNodes({ parentNode: undefined })) roots.push(node);
    const counts: Record<string, number> = {};
    const labels: string[] = [];
    for (const parentNode of roots)
      for await (const group of provider.getNodes({ parentNode }))
        for await (const leaf of provider.getNodes({ parentNode: group })) {
          const name = (group.key as { className: string }).className;
          counts[name] = (counts[name] ?? 0) + 1;
          labels.push(leaf.label);
        }
    provider[Symbol.dispose]();

    const models = "SELECT ECInstanceId FROM bis.GeometricModel3d";
    const [[total]] = (await snapshot
      .query(`SELECT COUNT(*) FROM bis.Element WHERE Model.Id IN (${models})`)
      .toArray()) as [[number]];
    expect(roots).toHaveLength((await snapshot.query(models).toArray()).length);
    expect(total).toBeGreaterThan(10);
    expect(labels).toHaveLength(total);
    const [[beams]] = (await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray()) as [[number]];
    expect(Object.entries(counts)).toContainEqual(["BuildingTest.Beam", beams]);
    expect(labels.every((label) => label.length > 0)).toBe(true);
  });

  it("tells when a level has too many rows", async () => {
    const provider = modelsAndElements(3);
    const read = async () => {
      for await (const model of provider.getNodes({ parentNode: undefined }))
        for await (const _ of provider.getNodes({ parentNode: model }));
    };
    expect(await rejection(read())).toBeInstanceOf(RowsLimitExceededError);
  });
});

describe("a query reader", () => {
  const readAll = async (reader: AsyncIterable<unknown>) => {
    const rows: unknown[] = [];
    for await (const row of reader) rows.push(row);
    return rows;
  };

  it("answers rows by index or by name, with bindings and common table expressions", async () => {
    const executor = createQueryExecutor(snapshot);
    const query = {
      ctes: ["Two(n) AS (SELECT 1 UNION ALL SELECT 2)"],
      ecsql: "SELECT n, 'is' || ? AS extra FROM Two WHERE n > ?",
    };
    const bindings = [
      { type: "string" as const, value: "x" },
      { type: "int" as const, value: 1 },
    ];
    expect(await readAll(executor.createQueryReader({ ...query, bindings }))).toEqual([[2, "isx"]]);
    const named = executor.createQueryReader({ ...query, bindings }, { rowFormat: "ECSqlPropertyNames" });
    expect(await readAll(named)).toEqual([{ n: 2, extra: "isx" }]);
    expect(await readAll(executor.createQueryReader("SELECT ? || 'b' AS v", ["a"]))).toEqual([["ab"]]);
    expect(await readAll(executor.createQueryReader("SELECT 1 + :n AS v", { n: { type: "int" } }))).toEqual([[]]);
    expect(
      await readAll(executor.createQueryReader("SELECT 1 + :n AS v", { n: 5 }, { rowFormat: "ECSqlPropertyNames" })),
    ).toEqual([{ v: 6 }]);
  });

  it("ends the one that runs when another takes its restart token", async () => {
    const other = await createEngine({ worker: true });
    const executor = createQueryExecutor(await other.open(snapshotFile("building.bim")));
    const first = rejection(readAll(executor.createQueryReader({ ecsql: endlessQuery }, { restartToken: "t" })));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = executor.createQueryReader({ ecsql: "SELECT 1" }, { restartToken: "t" });
    expect(await readAll(second)).toEqual([[1]]);
    expect((await first).code).toBe("cancelled");
    other.close();
  });

  it("rejects a row format of another interface", async () => {
    for (const rowFormat of ["names", 0, null]) {
      const reader = createQueryExecutor(snapshot).createQueryReader("SELECT 1", [], { rowFormat: rowFormat as never });
      const error = await rejection(reader.next());
      expect(error.code).toBe("option-value");
      expect(error.message).toContain('must be "ECSqlPropertyNames" or "Indexes"');
    }
  });

  it("rejects what cannot be compiled", async () => {
    const reader = createQueryExecutor(snapshot).createQueryReader({ ecsql: "SELECT Nope FROM bis.Element" });
    expect((await rejection(readAll(reader))).code).toBe("query-invalid");
  });
});

describe("the schema provider", () => {
  it("knows classes, their bases and their properties", async () => {
    const provider = createSchemaProvider(snapshot);
    const schema = await provider.getSchema("BisCore");
    const element = (await schema?.getClass("Element"))!;
    const beam = (await (await provider.getSchema("BuildingTest"))?.getClass("Beam"))!;
    expect([beam.fullName, beam.isEntityClass(), beam.isRelationshipClass()]).toEqual([
      "BuildingTest.Beam",
      true,
      false,
    ]);
    expect([await beam.is(element), await beam.is("Element", "BisCore"), await element.is(beam)]).toEqual([
      true,
      true,
      false,
    ]);
    const model = (await beam.getProperty("Model"))!;
    expect([model.isNavigation(), model.isPrimitive(), model.class.fullName]).toEqual([true, false, "BisCore.Element"]);
    expect((await model.relationshipClass)?.fullName).toBe("BisCore.ModelContainsElements");
    expect((await beam.getProperty("Length"))?.primitiveType).toBe("Double");
    expect(await beam.getProperty("Nope")).toBeUndefined();
    expect(await provider.getSchema("Nope")).toBeUndefined();
    expect(() => (model as unknown as { direction: string }).direction).toThrow("direction");
  });
});
