// The page's few words for a reason stand beside the engine's explanation of it: a reason the engine gains needs them too.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownDecisions } from "../../web/src/lib/decisions.js";
import { knownReasons, tellReason } from "../../web/src/lib/reasons.js";

const engine = readFileSync(new URL("../../src/resolve/verdict.cpp", import.meta.url), "utf8");

test("the page has words for every reason of the engine, and for no other", () => {
  const body = /toString\(Reason reason\) \{([^]*?)\n\}/.exec(engine)?.[1] ?? "";
  const codes = [...body.matchAll(/case Reason::\w+:\s*return "([^"]+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect([...knownReasons].sort()).toEqual([...codes].sort());
});

test("the page has words for every decision a verdict names", () => {
  const names = /kDecisionNames\[\] = \{([^}]*)\}/.exec(engine)?.[1] ?? "";
  expect([...knownDecisions].sort()).toEqual([...names.matchAll(/"(A\d+)"/g)].map(([, name]) => name).sort());
});

test("a reason without words is shown by its code rather than hidden", () => {
  const { short } = tellReason("made-up-reason", { className: "any class", path: "CodeValue" });
  expect(short).toBe("made up reason");
});
