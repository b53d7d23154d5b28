/**
 * The snippets of README.md and docs/ do what they say. A `js` block runs as a program, every `premap …` line of an `sh` block
 * runs the command line; both in a folder that holds the sample as building.bim and mapping.json. A `text` block right after
 * one is what it prints. A block whose fence says `not-run` needs something a test does not have; one that says `against-serve`,
 * which may be a pipeline (`yaml`) with `run: premap …`, speaks to a `premap serve` over the sample.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = path.join(root, "build/snippets");
const command = path.join(root, "dist/cli.js");

interface Snippet {
  line: number;
  language: string;
  code: string;
  prints?: string;
  isAgainstServe: boolean;
}

function snippetsOf(markdown: string): Snippet[] {
  const found: Snippet[] = [];
  let end = 0;
  for (const match of markdown.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)) {
    const [whole, language = "", info = "", code = ""] = match;
    const between = markdown.slice(end, match.index).trim();
    const previous = found.at(-1);
    end = match.index + whole.length;
    if (language === "text" && between === "" && previous) previous.prints = code;
    const isAgainstServe = info.includes("against-serve");
    const isRun = /^(js|sh)$/.test(language) ? !info.includes("not-run") : language === "yaml" && isAgainstServe;
    if (!isRun) continue;
    found.push({ line: markdown.slice(0, match.index).split("\n").length, language, code, isAgainstServe });
  }
  return found;
}

/** Standard output of the snippet; fails with its messages when it ends with an error. */
function run({ line, language, code }: Snippet, document: string, env: Record<string, string>): string {
  const start = (args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: "utf8",
      timeout: 50_000,
      env: { ...process.env, ...env },
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  if (language === "js") {
    const file = path.join(folder, `${path.basename(document, ".md")}-${line}.mjs`);
    writeFileSync(file, code);
    return start([file]);
  }
  const commands = code
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((text) => /^(?: *- run: )?(?:npx )?premap (.*)$/.exec(text)?.[1]);
  return commands.map((args) => (args === undefined ? "" : start([command, ...words(args)]))).join("");
}

/** A command line's words: blanks separate, quotes of either kind hold together. */
function words(text: string): string[] {
  return [...text.replace(/\s#.*$/, "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

const documents = ["README.md", ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ["building.bim", "mapping.json"])
    copyFileSync(path.join(root, "web/public/sample", name), path.join(folder, name));
});

describe.each(documents)("%s", (document) => {
  const snippets = snippetsOf(readFileSync(path.join(root, document), "utf8")).filter(
    ({ language, code }) => language === "js" || /^( *- run: )?(npx )?premap /m.test(code),
  );
  const served: Record<string, string> = {};
  if (snippets.some(({ isAgainstServe }) => isAgainstServe)) {
    let service: ChildProcess;
    beforeAll(async () => {
      const flags = ["--snapshot", "building.bim", "--memory", "--no-auth", "--port", "0", "--quiet"];
      service = spawn(process.execPath, [command, "serve", ...flags], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface({ input: service.stdout! })) {
        const [, what = "", value = ""] = /^ {2}(\S.*?) {2,}(\S+)/.exec(line) ?? [];
        if (what === "Reporting") served["API_ROOT"] = new URL(value).origin;
        if (what === "iModel") served["IMODEL_ID"] = value;
        if (line.startsWith("Ctrl+C")) break;
      }
    });
    afterAll(() => void service.kill("SIGINT"));
  }
  if (snippets.length > 0) {
    it.each(snippets)("$language at line $line", { timeout: 240_000 }, (snippet) => {
      const printed = run(snippet, document, snippet.isAgainstServe ? served : {});
      if (snippet.prints !== undefined) expect(printed.trim()).toBe(snippet.prints.trim());
    });
  } else it.skip("has no snippet to run");
});
