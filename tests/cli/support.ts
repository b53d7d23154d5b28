/** Runs the built command line as a user does. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { distFile, snapshotFile } from "../js/support.ts";

export const snapshot = snapshotFile("building.bim");
export const folder = mkdtempSync(path.join(tmpdir(), "premap-cli-"));

export interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Surroundings {
  input?: string | Buffer;
  cwd?: string;
  /** Node's own arguments. */
  node?: string[];
}

export function premap(args: string[], { input = "", cwd, node = [] }: Surroundings = {}): Answer {
  const env = { ...process.env, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, distFile("cli.js"), ...args], {
    input,
    env,
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** In a shell: `premap` is the command, as are redirections and pipes. */
export function inShell(script: string, cwd = folder): Answer {
  const premap = `premap() { "${process.execPath}" "${distFile("cli.js")}" "$@"; }`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `${premap}; ${script}`], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

export function file(name: string, content: unknown): string {
  const at = path.join(folder, name);
  mkdirSync(path.dirname(at), { recursive: true });
  const isText = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(at, isText ? content : JSON.stringify(content, null, 2));
  return at;
}

export const entry = (ecPropertyName: string, ecClassName = "Beam") => ({
  ecSchemaName: "BuildingTest",
  ecClassName,
  ecPropertyName,
  ecPropertyType: "String",
});

export const property = (propertyName: string, ...names: string[]) => ({
  propertyName,
  dataType: "String",
  quantityType: "Undefined",
  ecProperties: names.map((name) => entry(name)),
});

export const beams = {
  groupName: "Beams",
  query: "SELECT * FROM BuildingTest.Beam ORDER BY ECInstanceId",
  properties: [property("Mark", "Mark")],
};

export const mapping = { mappingName: "Building", groups: [beams] };
