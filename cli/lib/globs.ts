/** Patterns of file names, for shells that leave them to the program: `*`, `?`, `[a-c]`, `{a,b}`, and `**` for any folders. */

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const isWindows = path.sep === "\\";

/** The files a pattern stands for, in order of name; undefined when it is no pattern, or there is a file of that name. */
export function expand(pattern: string): string[] | undefined {
  if (!/[*?[{]/.test(pattern) || existsSync(pattern)) return undefined;
  const found = new Set<string>();
  for (const one of alternatives(isWindows ? pattern.replaceAll("\\", "/") : pattern)) {
    const [root = ""] = (isWindows ? /^(\/\/[^/]+\/[^/]+\/?|[A-Za-z]:\/*|\/+)/ : /^\/+/).exec(one) ?? [];
    walk(root, one.slice(root.length).split("/").filter(Boolean), found);
  }
  return [...found].sort();
}

/** `{a,b}` written out. */
function alternatives(pattern: string): string[] {
  const [whole, before = "", list = "", after = ""] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern) ?? [];
  if (whole === undefined) return [pattern];
  return list.split(",").flatMap((each) => alternatives(before + each + after));
}

function walk(folder: string, [part, ...rest]: string[], found: Set<string>): void {
  if (part === undefined) return;
  if (part === "**") {
    const wanted = rest.length ? rest : ["*"];
    walk(folder, wanted, found);
    for (const { name, isFolder } of entries(folder))
      if (isFolder && !name.startsWith(".") && name !== "node_modules")
        walk(join(folder, name), [part, ...wanted], found);
    return;
  }
  const isLast = rest.length === 0;
  if (!/[*?[]/.test(part)) {
    const next = join(folder, part);
    if (!existsSync(next)) return;
    if (isLast) found.add(next);
    else walk(next, rest, found);
    return;
  }
  const names = expression(part);
  for (const { name, isFolder, isLink } of entries(folder)) {
    if (!names.test(name) || (name.startsWith(".") && !part.startsWith("."))) continue;
    if (isLast && !isFolder) found.add(join(folder, name));
    if (!isLast && (isFolder || isLink)) walk(join(folder, name), rest, found);
  }
}

const join = (folder: string, name: string): string =>
  folder === "" || folder.endsWith("/") ? folder + name : `${folder}/${name}`;

interface Entry {
  name: string;
  isFolder: boolean;
  /** It may lead to a folder, but `**` does not follow: it may lead back. */
  isLink: boolean;
}

function entries(folder: string): Entry[] {
  try {
    return readdirSync(folder || ".", { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
      isLink: entry.isSymbolicLink(),
    }));
  } catch {
    return []; // no folder, or not ours to read
  }
}

function expression(part: string): RegExp {
  const source = part.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (all: string, not: string, set: string | undefined) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`;
    if (all === "*") return ".*";
    return all === "?" ? "." : all.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`, isWindows ? "isu" : "su");
  } catch {
    return /[]/; // a range that runs backwards matches nothing
  }
}
