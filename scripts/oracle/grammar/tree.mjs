// A query as a tree of nodes `{parts: [text | node, …], kind, type}`. Lists that may lose elements are `{list: […], join, least}`, clauses
// that may go are `{optional: node}`, and a node with `spelling` has its text rewritten: what minimise.mjs works on.

export const render = (node) => {
  if (node === undefined || node === null) return "";
  if (typeof node === "string") return node;
  if (node.list) return node.list.map(render).join(node.join);
  if ("optional" in node) return render(node.optional);
  const text = node.parts.map(render).join("");
  return node.spelling ? node.spelling(text) : text;
};
