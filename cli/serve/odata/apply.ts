/**
 * `$apply`: `filter(…)`, `groupby((A, B), aggregate(…))` and `aggregate(…)`, one behind the other by `/`. Each makes a relation of
 * the one before it, which is what the other options then see.
 */

import type { TableBinding } from "premap/tables";
import { type Column, edmTypes, type Relation, relationOf, type ValueType } from "./columns.js";
import { invalid, unsupported } from "./errors.js";
import { ExpressionCompiler } from "./expressions.js";
import { Parser } from "./parser.js";
import { type Source, sumOf } from "./source.js";

const option = "$apply";
const mostSteps = 20;

export function applied(
  source: Source,
  text: string,
  aliases: ReadonlyMap<string, string>,
  bindings: TableBinding[],
): Source {
  return new Apply(text, aliases, bindings).run(source);
}

/** A column of what a step makes. */
interface Made {
  name: string;
  type: ValueType;
  sql: string;
}

class Apply {
  private readonly parser: Parser;

  constructor(
    text: string,
    private readonly aliases: ReadonlyMap<string, string>,
    private readonly bindings: TableBinding[],
  ) {
    this.parser = new Parser(text, option);
  }

  run(source: Source): Source {
    let made = source;
    let steps = 0;
    do {
      if (++steps > mostSteps) throw invalid(`${option}: more than ${mostSteps} steps`, option);
      made = this.step(made);
    } while (this.parser.takesMark("/"));
    this.parser.end();
    return made;
  }

  private step(source: Source): Source {
    const { place } = this.parser;
    const name = this.parser.takeWord("a transformation");
    if (!["filter", "groupby", "aggregate"].includes(name))
      throw unsupported(`${option}: ${name} is not supported; filter, groupby and aggregate are`, option);
    this.parser.needMark("(");
    const made =
      name === "filter" ? this.filter(source) : name === "groupby" ? this.groupBy(source) : this.total(source);
    this.parser.needMark(")");
    if (made.relation.columns.length === 0) throw this.parser.fault("it leaves nothing", place);
    return made;
  }

  private filter(source: Source): Source {
    const expression = this.parser.expression();
    const compiler = new ExpressionCompiler(source.relation, this.aliases, option, this.bindings);
    const condition = compiler.condition(expression);
    return followed(source, source.relation, `SELECT * FROM ${lastName(source)} WHERE ${condition}`, source.isNumbered);
  }

  private groupBy(source: Source): Source {
    this.parser.needMark("(");
    const keys: Made[] = [];
    do keys.push(this.column(source));
    while (this.parser.takesMark(","));
    this.parser.needMark(")");
    const values = this.parser.takesMark(",") ? this.aggregate(source) : [];
    return grouped(source, keys, values);
  }

  private aggregate(source: Source): Made[] {
    const name = this.parser.takeWord("aggregate");
    if (name !== "aggregate")
      throw unsupported(`${option}: groupby is followed by aggregate only, not by ${name}`, option);
    this.parser.needMark("(");
    const values = this.values(source);
    this.parser.needMark(")");
    return values;
  }

  private total(source: Source): Source {
    return grouped(source, [], this.values(source));
  }

  private values(source: Source): Made[] {
    const values: Made[] = [];
    do values.push(this.value(source));
    while (this.parser.takesMark(","));
    return values;
  }

  private value(source: Source): Made {
    if (this.parser.word === "$count") {
      this.parser.takeWord("$count");
      return { sql: "count(*)", type: "Integer", name: this.alias() };
    }
    const column = this.column(source);
    if (this.parser.takeWord("with") !== "with") throw this.parser.fault("`with` and a method were expected");
    const method = this.parser.takeWord("a method");
    return { ...aggregatedBy(method, column), name: this.alias() };
  }

  private alias(): string {
    if (this.parser.takeWord("as") !== "as") throw this.parser.fault("`as` and a name were expected");
    const { place } = this.parser;
    const name = this.parser.takeWord("a name");
    // JSON has other uses for them: `a.b` would be an annotation.
    if (/[.$]/.test(name)) throw this.parser.fault("a name has neither a dot nor a `$`", place);
    return name;
  }

  private column(source: Source): Column {
    const { place } = this.parser;
    const name = this.parser.takeWord("a property");
    const column = source.relation.byName.get(name);
    if (!column) throw this.parser.fault(`there is no property \`${name}\``, place);
    return column;
  }
}

function aggregatedBy(method: string, { name, sql, type }: Column): Omit<Made, "name"> {
  const isNumber = type === "Integer" || type === "Double";
  const needNumber = () => {
    if (!isNumber) throw invalid(`${option}: ${method} takes numbers, and ${name} is ${edmTypes[type]}`, option);
  };
  switch (method) {
    case "sum":
      needNumber();
      return { sql: sumOf(sql, type), type };
    case "average":
      needNumber();
      return { sql: `avg(${sql})`, type: "Double" };
    case "min":
    case "max":
      return { sql: `${method}(${sql})`, type };
    case "countdistinct":
      return { sql: `count(DISTINCT ${sql})`, type: "Integer" };
    default:
      throw unsupported(`${option}: the method ${method} is not supported`, option);
  }
}

function grouped(source: Source, keys: Made[], values: Made[]): Source {
  const columns = [...keys, ...values];
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice) throw invalid(`${option}: two columns would be called ${twice.name}`, option);
  const by = keys.length > 0 ? ` GROUP BY ${keys.map(({ sql }) => sql).join(", ")}` : "";
  const select = `SELECT 0, ${columns.map(({ sql }) => sql).join(", ")} FROM ${lastName(source)}${by}`;
  return followed(source, relationOf(columns), select, false);
}

/** The relation that the others see is always called `t`; those before it get other names. */
function followed(source: Source, relation: Relation, select: string, isNumbered: boolean): Source {
  const names = relation.columns.map(({ sql }) => sql).join(", ");
  const before = source.with.replace(/\bt\(r, /, `${lastName(source)}(r, `);
  return {
    ...source,
    relation,
    with: `${before}, t(r, ${names}) AS (${select})`,
    isNumbered,
    isKeyed: false,
    order: isNumbered ? "r" : names,
  };
}

/** How the relation will be called once another one has taken its name. */
function lastName(source: Source): string {
  return `u${source.with.split(" AS (").length}`;
}
