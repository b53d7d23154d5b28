/** `premap geometry`: models that the validator of glTF's makers accepts, with the elements that were asked for; and tables of measures. */
import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { validateBytes } from "gltf-validator";
import { beforeAll, describe, expect, test } from "vitest";
import { snapshotFile } from "../js/support.ts";
import { file, folder, premap } from "./support.ts";

const shapes = snapshotFile("shapes.bim");
const mapping = {
  mappingName: "M",
  groups: ["cone%", "part%"].map((pattern) => ({
    groupName: pattern.slice(0, -1),
    query: `SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue LIKE '${pattern}'`,
    properties: [],
  })),
};

interface Model {
  scenes: { extras: { origin: number[] } }[];
  nodes: { name?: string; mesh?: number; children?: number[]; matrix?: number[]; rotation?: number[] }[];
  meshes?: { primitives: { material: number; mode?: number; attributes: { POSITION: number } }[] }[];
  materials?: { pbrMetallicRoughness: { baseColorFactor: number[] }; alphaMode?: string }[];
  accessors?: { min?: number[]; max?: number[]; count: number }[];
}
const modelIn = (glb: Uint8Array): Model =>
  JSON.parse(Buffer.from(glb.subarray(20, 20 + Buffer.from(glb).readUInt32LE(12))).toString()) as Model;

let mappingFile: string;
beforeAll(() => void (mappingFile = file("shapes.json", mapping)));

let count = 0;
async function written(...args: string[]) {
  const output = path.join(folder, `model${count++}.glb`);
  const answer = premap(["geometry", ...args, "--snapshot", shapes, "-o", output]);
  expect(answer).toMatchObject({ status: 0, stdout: "" });
  const glb = new Uint8Array(readFileSync(output));
  const named = readdirSync(folder).filter((name) => name.startsWith(path.basename(output)));
  expect(named).toEqual([path.basename(output)]); // what waited beside it is gone
  const { issues, info } = await validateBytes(glb, { maxIssues: 20 });
  expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
  return { model: modelIn(glb), info, stderr: answer.stderr };
}

describe("premap geometry", () => {
  test("writes every shape as a model without faults", async () => {
    const { model, info, stderr } = await written();
    expect(model.nodes[0]).toMatchObject({ rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] });
    const elements = model.nodes[0]!.children!.map((child) => model.nodes[child]!);
    expect(elements.length).toBeGreaterThan(200);
    expect(new Set(elements.map(({ name }) => name)).size).toBe(elements.length);
    const [, told] = /^(\d+) elements: ([\d,]+) triangles, [\d,]+ lines$/m.exec(stderr)!.map(String);
    expect(Number(told)).toBe(elements.length);
    expect(stderr).toMatch(/^not drawn: \d+ primitives of \d+ elements/m);
    expect(info.totalTriangleCount).toBeGreaterThan(10_000);
  });

  test("draws a part once, and places it where it stands", async () => {
    const { model } = await written(mappingFile, "--group", "part");
    const placed = model.nodes.filter(({ matrix }) => matrix);
    expect(placed.length).toBeGreaterThan(5);
    expect(new Set(placed.map(({ mesh }) => mesh)).size).toBeLessThan(placed.length);
    for (const { matrix } of placed) expect(matrix!.filter((_, k) => k % 4 === 3)).toEqual([0, 0, 0, 1]);
  });

  test("keeps to the elements, the tolerance and the origin that are given", async () => {
    const cones = await written(mappingFile, "--group", "cone");
    const ids = cones.model.nodes.flatMap(({ name }) => name ?? []);
    expect(ids.length).toBeGreaterThan(3);
    const { model, info } = await written("--element", ids[0]!, "--origin", "1,-2,3.5");
    expect(model.nodes.map(({ name }) => name)).toEqual([undefined, ids[0]]);
    expect(model.scenes[0]!.extras.origin).toEqual([1, -2, 3.5]);
    const coarse = await written("--element", ids[0]!, "--angle", "60");
    expect(coarse.info.totalTriangleCount).toBeLessThan(info.totalTriangleCount);
    const fine = await written("--element", ids[0]!, "--chord", "0.0005");
    expect(fine.info.totalTriangleCount).toBeGreaterThan(info.totalTriangleCount);
  });

  test("ends with the finest tolerances, and says what they left out", { timeout: 240_000 }, async () => {
    const finest = await written(mappingFile, "--group", "cone", "--chord", "0.000001", "--angle", "0.2");
    expect(finest.info.totalTriangleCount).toBeGreaterThan(20_000);
    const torus = file("torus.json", {
      mappingName: "M",
      groups: [{ groupName: "torus", query: mapping.groups[0]!.query.replace("cone%", "torus%"), properties: [] }],
    });
    // A whole pipe would have millions of corners.
    expect((await written(torus, "--chord", "0.000001")).stderr).toMatch(
      /^not drawn: \d+ primitives? of \d+ elements?/m,
    );
  });

  test("gives colours as light, and what shines through as such", async () => {
    const { model } = await written();
    const factors = model.materials!.map((each) => each.pbrMetallicRoughness.baseColorFactor);
    for (const factor of factors) expect(factor.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(factors.length).toBeGreaterThan(2);
    for (const { alphaMode, pbrMetallicRoughness } of model.materials!)
      expect(alphaMode === "BLEND").toBe(pbrMetallicRoughness.baseColorFactor[3]! < 1);
  });

  test("writes a model without anything where nothing has a shape", async () => {
    const { model } = await written("--element", "0x1");
    expect(model.nodes).toHaveLength(1);
    expect(model.meshes).toBeUndefined();
  });

  test("prints what elements measure", () => {
    const { status, stdout } = premap([
      ...["geometry", mappingFile, "--snapshot", shapes, "--group", "cone", "--format", "csv"],
    ]);
    expect(status).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split("\r\n");
    expect(head).toMatch(/^ECInstanceId,.*,Length,Area,Volume$/);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.some((row) => row.includes("37.69911184"))).toBe(true); // 12 pi
    const one = premap(["geometry", "--snapshot", shapes, "--element", "0x22", "--format", "ndjson"]).stdout;
    expect(JSON.parse(one)).toMatchObject({ ECInstanceId: "0x22", Length: 13 });
  });

  test("previews all ten calculated kinds, and says of every null why", () => {
    const kinds = ["Length", "Area", "Volume"].concat(
      ["LongestEdge", "IntermediateEdge", "ShortestEdge", "Diagonal"].map((what) => `BoundingBox${what}Length`),
      ["Longest", "Intermediate", "Shortest"].map((which) => `BoundingBox${which}FaceDiagonalLength`),
    );
    const properties = kinds.map((kind) => ({ propertyName: kind, dataType: "Double", calculatedPropertyType: kind }));
    const groups = ["GeometricElement3d", "GeometricElement2d", "Category"].map((groupName) => ({
      groupName,
      query: `SELECT ECInstanceId, ECClassId FROM bis.${groupName}`,
      properties,
    }));
    const all = file("kinds.json", { mappingName: "M", groups });
    const reasons = new Set<string>();
    for (const { groupName } of groups) {
      const { stdout } = premap([
        ...["preview", all, "--snapshot", shapes, "--group", groupName, "--limit", "all", "--why", "--format", "json"],
      ]);
      const { rows } = JSON.parse(stdout) as {
        rows: { row: Record<string, unknown>; why: Record<string, { reason?: string; words?: { short: string } }> }[];
      };
      expect(rows.length).toBeGreaterThan(0);
      for (const { row, why } of rows)
        for (const kind of kinds) {
          if (row[kind] !== null) {
            expect(Number.isFinite(row[kind])).toBe(true);
            continue;
          }
          expect(why[kind], `${groupName} ${String(row["ECInstanceId"])} ${kind}`).toMatchObject({
            reason: expect.stringMatching(/\w/),
            words: { short: expect.stringMatching(/\w/) },
          });
          reasons.add(why[kind]?.reason ?? "");
        }
    }
    expect([...reasons].sort()).toEqual(["no-measure", "not-geometric"]);
  });

  test.each([
    [["--format", "csv", "-o", "x"], "goes to standard output"],
    [["--format", "csv", "--angle", "5"], "draws nothing"],
    [[], "--output is missing"],
    [["-o", "x", "--chord", "0"], "--chord is a number above 0, not 0"],
    [["-o", "x", "--origin", "1,2"], "--origin is X,Y,Z, not 1,2"],
    [["-o", "x", "--group", "G"], "--group wants a mapping"],
    [["-o", "x", "--element", "beam"], "`elements` must be a list of ids"],
    [["-o", "x", "--angle", "100"], "at most 90"],
    [["-o", "x", "--angle", "0.1"], "at least 0.2"],
    [["-o", "x", "--chord", "1e-9"], "at least 0.000001"],
    [["-o", "x", "--chord", "1e-300"], "at least 0.000001"],
    [["--format", "csv", "--element", "beam"], "--element is an id such as 0x2d, not beam"],
  ])("refuses %j", (args, says) => {
    const { status, stderr } = premap(["geometry", "--snapshot", shapes, ...args]);
    expect(stderr).toContain(says);
    expect(status).toBe(2);
    expect(existsSync("x")).toBe(false);
  });

  test("never writes over what it reads", () => {
    const snapshot = path.join(folder, "own.bim");
    copyFileSync(shapes, snapshot);
    const link = path.join(folder, "link.glb");
    symlinkSync(snapshot, link);
    for (const output of [snapshot, path.join(folder, ".", "own.bim"), link, mappingFile]) {
      const { status, stderr } = premap([
        "geometry",
        mappingFile,
        "--group",
        "cone",
        "--snapshot",
        snapshot,
        "-o",
        output,
      ]);
      expect(stderr).toMatch(/--output would overwrite .*, which is read/);
      expect(status).toBe(2);
    }
    expect(readFileSync(snapshot).equals(readFileSync(shapes))).toBe(true);
    expect(JSON.parse(readFileSync(mappingFile, "utf8"))).toEqual(mapping);
  });

  test("says why it cannot write, and what is wrong with a group", () => {
    const nowhere = premap(["geometry", "--snapshot", shapes, "-o", path.join(folder, "no/such/model.glb")]);
    expect(nowhere.status).toBe(3);
    expect(nowhere.stderr).toMatch(/cannot write .*model\.glb: /);
    const { status, stderr } = premap([
      ...["geometry", mappingFile, "--snapshot", shapes, "--group", "cube", "-o", path.join(folder, "x.glb")],
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain("group-unknown");
  });
});
