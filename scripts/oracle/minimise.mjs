// The smallest query that still disagrees in the same way: leaves out list elements and clauses, puts sub-expressions in the
// place of expressions, as long as `disagrees` says the fault is still the same.

/** Every tree that is one step smaller, the biggest steps first. */
function* smaller(node) {
  if (typeof node !== "object" || node === null) return;
  if (node.list) {
    const { list, least } = node;
    for (let i = 0; list.length > least && i < list.length; i++)
      yield { ...node, list: list.filter((_, at) => at !== i) };
    for (const [i, element] of list.entries()) {
      for (const step of smaller(element)) yield { ...node, list: list.with(i, step) };
    }
    return;
  }
  if ("optional" in node) {
    if (node.optional) yield { optional: null };
    for (const step of smaller(node.optional)) yield { optional: step };
    return;
  }
  if (!node.clause) for (const part of node.parts) if (part?.parts && part.kind && !part.clause) yield part;
  for (const [i, part] of node.parts.entries()) {
    for (const step of smaller(part)) yield { ...node, parts: node.parts.with(i, step) };
  }
}

export async function minimise(node, disagrees, budget = 60) {
  let current = node;
  for (let progress = true; progress && budget > 0;) {
    progress = false;
    for (const candidate of smaller(current)) {
      if (budget-- <= 0) break;
      if (await disagrees(candidate)) {
        current = candidate;
        progress = true;
        break;
      }
    }
  }
  return current;
}
