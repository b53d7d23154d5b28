// Random ECSQL over a snapshot's classes: half of it ordinary queries with every clause and every kind of property (grammar/), half of it
// what people were caught by (kinds/), each kind as often as another.
import { withConditions } from "./grammar/conditions.mjs";
import { withExpressions } from "./grammar/expressions.mjs";
import { withFrom } from "./grammar/from.mjs";
import { Model } from "./grammar/model.mjs";
import { withMutations } from "./grammar/mutations.mjs";
import { withSelectLists } from "./grammar/select_list.mjs";
import { withStatements } from "./grammar/statements.mjs";
import { kinds } from "./kinds/index.mjs";

const Grammar = withMutations(withStatements(withFrom(withSelectLists(withConditions(withExpressions(Model))))));

export class Generator extends Grammar {
  /**
   * {node, kind, bindings, options, loose, js}: `loose` when the query determines only the columns and the number of rows, `js` when
   * the rows by JS name are compared too.
   */
  query(only) {
    this.bindings = [];
    const [kind, made] = only || this.chance(0.5) ? this.special(only) : this.ordinary();
    const { node, loose } = made.node ? made : { node: made };
    return {
      node,
      kind,
      loose,
      js: this.chance(0.3),
      bindings: this.bindings,
      options: {
        ...(this.chance(0.1) && { convertClassIdsToClassNames: true }),
        ...(this.chance(0.1) && { abbreviateBlobs: true }),
      },
    };
  }

  special(only) {
    const [kind, make] = this.one(only ? kinds.filter(([name]) => name === only) : kinds);
    return [kind, make(this)];
  }

  ordinary() {
    const form = this.weighted([
      [8, "plain"],
      [0.3, "tableFunction"],
      [0.3, "recursive"],
      [0.8, "compound"],
      [0.8, "derived"],
      [0.8, "cte"],
    ]);
    return ["ordinary", this[form]()];
  }

  /** A parameter of the query being made; the answer is its name. */
  bind(type, value) {
    const param = `p${this.bindings.length}`;
    this.bindings.push({ param, type, value });
    return param;
  }
}
