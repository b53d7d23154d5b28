/** A request for rows as a job for the database: the options of the query together, and how the next page is found. */

import type { TableBinding } from "premap/tables";
import { applied } from "./apply.js";
import type { EntitySet } from "./catalogue.js";
import type { Column } from "./columns.js";
import { invalid, ODataError } from "./errors.js";
import { ExpressionCompiler } from "./expressions.js";
import { countOption, flagOption, type OptionName, type QueryOptions } from "./options.js";
import { type PageToken, readToken } from "./page_token.js";
import { parseExpression, parseOrderings } from "./parser.js";
import type { QueryAnswer, QueryJob, Statement } from "./query_job.js";
import type { Representation } from "./representation.js";
import { type Source, tableSource } from "./source.js";

export const pageRows = 10_000;

export interface RowsRequest {
  /** Rows of the page. */
  most: number;
  /** The page can be read in parts: the rows behind a place cost no more than those before it. */
  isDivisible: boolean;
  /** So many rows from a place on; undefined: from where the page begins, and what is counted with it. */
  job(place: number | undefined, most: number): QueryJob;
  placeBehind(place: number | undefined, answer: QueryAnswer): number;
  /** As the context tells them; undefined: all there are. */
  shown: readonly Column[] | undefined;
  /** `@odata.count`, where it is known without counting. */
  count: number | undefined;
  isCounted: boolean;
  /** Where the page behind this one begins; undefined: there is none. */
  next(page: PageEnd, count: number | undefined): NextPage | undefined;
}

/** What there was of a page. */
export interface PageEnd {
  rowCount: number;
  place: number;
  hasMore: boolean;
}

/** `sequence` is how the live service counts its pages, where nothing but all rows was asked for. */
export type NextPage = { token: PageToken } | { sequence: number };

/** Options that a request for the number of rows may have. */
const countOptions: readonly OptionName[] = ["$filter", "$apply"];

export function countRequest(set: EntitySet, options: QueryOptions): { job: QueryJob; count: number | undefined } {
  for (const name of Object.keys(options.system) as OptionName[])
    if (!countOptions.includes(name)) throw invalid(`${name} has no meaning for $count`, name);
  const relation = filtered(set.source, options);
  const count = knownCount(relation, options);
  return { job: { file: set.source.table.file, count: { ...countOf(relation), isOfWholePage: false } }, count };
}

/** What `$apply` and `$filter` leave. */
interface Filtered {
  source: Source;
  /** `WHERE …` or nothing. */
  where: string;
  bindings: TableBinding[];
}

function filtered(from: Source, { system, aliases }: QueryOptions): Filtered {
  const bindings: TableBinding[] = [];
  const source = system.$apply === undefined ? from : applied(from, system.$apply, aliases, bindings);
  if (system.$filter === undefined) return { source, where: "", bindings };
  const compiler = new ExpressionCompiler(source.relation, aliases, "$filter", bindings);
  const condition = compiler.condition(parseExpression(system.$filter, "$filter"));
  return { source, where: ` WHERE ${condition}`, bindings };
}

function countOf({ source, where, bindings }: Filtered): Statement {
  return { sql: `${source.with} SELECT count(*) FROM t${where}`, bindings };
}

/** Of a table as it stands. */
function knownCount({ source }: Filtered, { system }: QueryOptions): number | undefined {
  const isWhole = source.isNumbered && system.$apply === undefined && system.$filter === undefined;
  return isWhole ? source.table.rowCount : undefined;
}

export function rowsRequest(set: EntitySet, options: QueryOptions, representation: Representation): RowsRequest {
  const { system } = options;
  const from = filtered(set.source, options);
  const token = system.$skiptoken === undefined ? undefined : readToken(system.$skiptoken);
  const top = token ? token.left : countOption("$top", system.$top);
  const skip = countOption("$skip", system.$skip) ?? 0;
  const size = Math.min(token?.size ?? representation.pageSize ?? pageRows, pageRows);
  const shown = selected(from.source, system.$select);
  const isCounted = flagOption("$count", system.$count);
  const orders = orderOf(from, options);
  const known = isCounted ? (token?.count ?? knownCount(from, options)) : undefined;
  const sequence = sequenceOf(options, set);
  const begin = token?.after ?? (sequence ? sequence * pageRows : undefined);
  const plan = planOf(from, orders, { begin, skip, top });
  const columns = shown ?? from.source.relation.columns;
  const look = {
    fields: columns.map(({ name, type }) => ({ name, type })),
    omitNulls: representation.omitNulls,
    integersAsText: representation.integersAsText,
  };
  const sqlColumns = columns.map(({ sql }) => `, ${sql}`).join("");
  // Where all rows are put in order they are counted with it.
  const needsCount = isCounted && known === undefined && !(plan.isOrdered && top === undefined);
  // An order of the first so many does not tell whether there are more.
  const isOfWholePage = begin === undefined && skip === 0 && !plan.isOrdered;
  return {
    most: Math.min(size, top ?? size),
    isDivisible: plan.isDivisible,
    job(place, most) {
      const { sql, bindings, order } = plan.rows(place, sqlColumns, most);
      const count = { ...countOf(from), isOfWholePage };
      return {
        file: set.source.table.file,
        ...(place === undefined && needsCount ? { count } : {}),
        ...(order ? { order } : {}),
        ...(most > 0 ? { page: { sql, bindings, mostRows: most, ...look } } : {}),
      };
    },
    placeBehind: plan.placeBehind,
    shown: system.$apply === undefined ? shown : columns,
    count: known,
    isCounted,
    next({ rowCount, place, hasMore }, count) {
      const left = top === undefined ? undefined : top - rowCount;
      if (!hasMore || left === 0) return undefined;
      if (sequence !== undefined && size === pageRows && rowCount === pageRows) return { sequence: sequence + 1 };
      return {
        token: {
          after: place,
          ...(left === undefined ? {} : { left }),
          ...(count === undefined ? {} : { count }),
          ...(size === pageRows ? {} : { size }),
        },
      };
    },
  };
}

interface Window {
  /** A row's number, or how many rows were before. Undefined: the first page, which skips. */
  begin: number | undefined;
  skip: number;
  top: number | undefined;
}

interface Plan {
  isDivisible: boolean;
  isOrdered: boolean;
  /** `columns` is what follows the row's number. */
  rows(place: number | undefined, columns: string, most: number): Statement & Pick<QueryJob, "order">;
  placeBehind(place: number | undefined, answer: QueryAnswer): number;
}

function planOf(from: Filtered, orders: string | undefined, window: Window): Plan {
  if (!from.source.isNumbered) return byCounting(from, orders, window);
  return orders ? inOrder(from, orders, window) : inSequence(from, window);
}

/** Rows as they lie in the file, behind a row's number. */
function inSequence({ source, where, bindings }: Filtered, { begin, skip }: Window): Plan {
  const isBehind = `r > ?${bindings.length + 1}`;
  const condition = where === "" ? ` WHERE ${isBehind}` : `${where} AND ${isBehind}`;
  return {
    isDivisible: true,
    isOrdered: false,
    rows(place = begin, columns) {
      const offset = place === undefined && skip > 0 ? ` LIMIT -1 OFFSET ${skip}` : "";
      const sql = `${source.with} SELECT r${columns} FROM t${condition} ORDER BY r${offset}`;
      return { sql, bindings: [...bindings, { long: String(place ?? 0) }] };
    },
    placeBehind: (_, { last }) => last,
  };
}

/** Rows that have no numbers are made anew for each page. */
function byCounting({ source, where, bindings }: Filtered, orders: string | undefined, { begin, skip }: Window): Plan {
  const order = orders ? `${orders}, ${source.order}` : source.order;
  return {
    isDivisible: false,
    isOrdered: false,
    rows: (place = begin ?? skip, columns) => ({
      sql: `${source.with} SELECT 0${columns} FROM t${where} ORDER BY ${order} LIMIT -1 OFFSET ${place}`,
      bindings,
    }),
    placeBehind: (place = begin ?? skip, { rowCount }) => place + rowCount,
  };
}

/** The numbers of all rows in their order, of which a page takes its part. */
function inOrder({ source, where, bindings }: Filtered, orders: string, { begin, skip, top }: Window): Plan {
  const start = begin ?? skip;
  const limit = top === undefined ? "" : ` LIMIT ${start + top}`; // the same for every page
  const { with: ofFile } = tableSource(source.table);
  const sql = `${source.with} SELECT r FROM t${where} ORDER BY ${orders}, r${limit}`;
  return {
    isDivisible: true,
    isOrdered: true,
    rows: (place = start, columns, take) => ({
      // Without what filters: the row is known.
      sql: `${ofFile} SELECT r${columns} FROM t WHERE r = ?1`,
      bindings: [],
      order: { sql, bindings, from: place, take },
    }),
    placeBehind: (place = start, { rowCount }) => place + rowCount,
  };
}

function orderOf({ source, bindings }: Filtered, { system, aliases }: QueryOptions): string | undefined {
  if (system.$orderby === undefined) return undefined;
  const compiler = new ExpressionCompiler(source.relation, aliases, "$orderby", bindings);
  const orderings = parseOrderings(system.$orderby, "$orderby");
  return orderings
    .map(({ expression, isDescending }) => {
      const { text } = compiler.compile(expression);
      // A number alone would stand for a column of that place.
      return `(${text}) ${isDescending ? "DESC" : "ASC"}`;
    })
    .join(", ");
}

/** The columns of `$select`, in the table's order; undefined: all. */
function selected({ relation }: Source, text: string | undefined): readonly Column[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim());
  for (const name of names)
    if (name !== "*" && !relation.byName.has(name))
      throw invalid(`$select: there is no property \`${name}\``, "$select");
  return names.includes("*") ? undefined : relation.columns.filter(({ name }) => names.includes(name));
}

/** Nothing is asked for but the rows. */
function isPlain({ system }: QueryOptions): boolean {
  return Object.keys(system).every((name) => name === "$format");
}

/** The page that `?sequence=` names, which is one of all rows. Beyond the last one there is none. */
function sequenceOf(options: QueryOptions, { source, name }: EntitySet): number | undefined {
  const text = options.plain.get("sequence");
  if (!isPlain(options) || !source.isNumbered) {
    if (text === undefined || text === "0") return undefined;
    throw invalid("sequence counts the pages of a whole table: it is taken without query options", "sequence");
  }
  if (text === undefined) return 0;
  const sequence = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (sequence === 0 || (sequence > 0 && sequence * pageRows < source.table.rowCount)) return sequence;
  throw new ODataError(404, "EntityNotFound", `There is no page ${JSON.stringify(text)} of ${JSON.stringify(name)}.`);
}
