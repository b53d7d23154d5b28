// Which functions of a linked WebAssembly belong to which part, by who calls whom.
import { Failure } from "./run.mjs";

/** Reads what `wasm-opt --print-call-graph` prints: who calls whom, what is exported, what is behind a pointer. */
function readGraph(text) {
  const calls = new Map();
  const exported = new Set();
  const inTable = new Set();
  for (const line of text.split("\n")) {
    const call = /^ {2}"(.*)" -> "(.*)"; \/\/ call$/.exec(line);
    if (call) {
      const known = calls.get(call[1]);
      if (known) known.push(call[2]);
      else calls.set(call[1], [call[2]]);
      continue;
    }
    const [, name, style] = /^ {2}"(.*)" \[style="(.*)\];$/.exec(line) ?? [];
    if (style?.includes("rounded")) inTable.add(name);
    if (style?.includes("gray")) exported.add(name);
  }
  return { calls, exported, inTable };
}

/** Everything that is called from `from`, itself included; calls of what `isClosed` are not followed. */
function reach(calls, from, isClosed) {
  const reached = new Set(from);
  for (const name of reached) for (const called of calls.get(name) ?? []) if (!isClosed(called)) reached.add(called);
  return reached;
}

/** Does a function behind a pointer belong to the namespaces alone? Some names come as the compiler has them. */
function isOf(namespaces, name) {
  const ours = [...name.matchAll(/\bpremap::/g)];
  if (ours.length > 0)
    return ours.every(({ index }) => namespaces.some((scope) => name.startsWith(`${scope}::`, index)));
  const [mangled] = /6premap\d+[a-z]+/.exec(name) ?? [];
  return namespaces.some((scope) => scope.replace(/(\w+)(::)?/g, (_, word) => word.length + word) === mangled);
}

/**
 * The functions of each part: what is reached through its entrances and its functions behind pointers, and in no other way.
 * `parts` is that of wasm/engine_parts.json.
 */
export function choose(text, parts) {
  const { calls, exported, inTable } = readGraph(text);
  const all = new Set([...calls.keys(), ...[...calls.values()].flat(), ...inTable, ...exported]);
  const entrances = new Map();
  for (const [part, { entrances: wanted }] of Object.entries(parts))
    for (const start of wanted) {
      const found = [...all].filter((name) => name.startsWith(start));
      if (found.length === 0) throw new Failure(`wasm/engine_parts.json: the engine has no function ${start}…`);
      for (const name of found) entrances.set(name, part);
    }
  const partOf = (name) =>
    entrances.get(name) ?? (inTable.has(name) && Object.keys(parts).find((part) => isOf(parts[part].namespaces, name)));
  const isEntrance = (name) => entrances.has(name);
  const kept = reach(
    calls,
    [...exported, ...inTable].filter((name) => !partOf(name)),
    isEntrance,
  );
  const reached = Object.keys(parts).map((part) => [
    part,
    reach(
      calls,
      [...all].filter((name) => partOf(name) === part),
      (called) => isEntrance(called) && entrances.get(called) !== part,
    ),
  ]);
  return Object.fromEntries(
    reached.map(([part, own]) => {
      const others = reached.filter(([other]) => other !== part).map(([, functions]) => functions);
      const isShared = (name) => kept.has(name) || others.some((functions) => functions.has(name));
      return [part, [...own].filter((name) => !isShared(name))];
    }),
  );
}
