// Statements with one fault in them.
import { render } from "./tree.mjs";

export const withMutations = (Base) =>
  class extends Base {
    /** The query with one token left out, doubled, swapped with its neighbour or put in another's place: mostly invalid. */
    mutated({ node, ...rest }) {
      const tokens = render(node).match(/'(?:[^']|'')*'|\[[^\]]*\]|[\w.]+|\s+|[^\w\s]/g);
      const places = tokens.map((_, at) => at).filter((at) => tokens[at].trim());
      const at = this.one(places);
      const other = this.one(places);
      const change = [
        () => tokens.splice(at, 1),
        () => tokens.splice(at, 0, tokens[at], " "),
        () => ([tokens[at], tokens[other]] = [tokens[other], tokens[at]]),
        () => (tokens[at] = tokens[other]),
      ];
      this.one(change)();
      return { node: { parts: [tokens.join("")], kind: "mutated" }, ...rest };
    }
  };
