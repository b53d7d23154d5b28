// The limit: a native loop in C over SQLite at -O2, on the SQL that premap generates.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { buildPreset } from "../../scripts/lib/cmake.mjs";

export async function startPeer(file, family, statements) {
  const program = path.join(buildPreset("release", ["c_loop"]), "bench/c_loop");
  const child = spawn(program, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async rows(limit) {
      child.stdin.write(`${statements(limit).join(";")}\n`);
      const { value = "error it stopped" } = await lines.next();
      if (value.startsWith("error")) throw new Error(value);
      const [cpu, wall, answer] = value.split(" ").map(Number);
      return { cpu, wall, answer };
    },
    close: () => child.stdin.end(),
  };
}
