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
  job: QueryJob;
  /** As the context tells them; undefined: all there are. */
  shown: readonly Column[] | undefined;
  /** `@odata.count`, where it is known without counting. */
  count: number | undefined;
  isCounted: boolean;
  /** Where the page behind this one begins; undefined: there is none. */
  next(answer: QueryAnswer, count: number | undefined): NextPage | undefined;
}

/** `sequence` is how the live service counts its pages, where nothing but all rows was asked for. */
export type NextPage = { token: PageToken } | { sequence: number };

/** Options that a request for the number of rows may have. */
const countOptions: readonly OptionName[] = ["$filter", "$apply"];

export function countRequest(set: EntitySet, options: QueryOptions): { job: QueryJob; count: number | undefined } {
  for (const name of Object.keys(options.system) as OptionName[])
    if (!countOptions.includes(name)) throw invalid(`${name} has no meaning for $count`, name);
  const relation = filtered(set.source, options);
  const count = knownCount(relation);
  return { job: { file: set.source.table.file, count: countOf(relation) }, count };
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

function knownCount({ source, where, bindings }: Filtered): number | undefined {
  return source.isNumbered && where === "" && bindings.length === 0 ? source.table.rowCount : undefined;
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
  const known = isCounted ? (token?.count ?? knownCount(from)) : undefined;
  const paging: Paging = { token, skip, most: Math.min(size, top ?? size), top, size };
  const plan = orders && from.source.isNumbered ? inOrder(from, orders, paging) : inSequence(from, orders, paging);
  const page = {
    ...plan.page,
    fields: (shown ?? from.source.relation.columns).map(({ name, type }) => ({ name, type })),
    omitNulls: representation.omitNulls,
    integersAsText: representation.integersAsText,
  };
  const columns = (shown ?? from.source.relation.columns).map(({ sql }) => sql);
  const isAll = isPlain(options) && size === pageRows;
  const sequence = isAll ? sequenceOf(options, set) : undefined;
  if (sequence !== undefined) plan.page.bindings.push({ long: String(sequence * pageRows) });
  const job: QueryJob = {
    file: set.source.table.file,
    // Where all rows are put in order they are counted with it.
    ...(isCounted && known === undefined && (!plan.order || top !== undefined) ? { count: countOf(from) } : {}),
    ...(plan.order ? { order: plan.order } : {}),
    ...(paging.most > 0
      ? { page: { ...page, sql: plan.sql(columns.length > 0 ? `, ${columns.join(", ")}` : "") } }
      : {}),
  };
  return {
    job,
    shown: system.$apply === undefined ? shown : (shown ?? from.source.relation.columns),
    count: known,
    isCounted,
    next(answer, count) {
      const left = top === undefined ? undefined : top - answer.rowCount;
      if (!answer.hasMore || left === 0) return undefined;
      if (sequence !== undefined && answer.rowCount === pageRows) return { sequence: sequence + 1 };
      const after = plan.nextAfter(answer);
      return {
        token: {
          after,
          ...(left === undefined ? {} : { left }),
          ...(count === undefined ? {} : { count }),
          ...(size === pageRows ? {} : { size }),
        },
      };
    },
  };
}

interface Paging {
  token: PageToken | undefined;
  skip: number;
  /** Rows of this page. */
  most: number;
  top: number | undefined;
  size: number;
}

interface Plan {
  /** `columns` is what follows the row's number. */
  sql(columns: string): string;
  page: { bindings: TableBinding[]; mostRows: number };
  order?: Statement & { from: number; take: number };
  nextAfter(answer: QueryAnswer): number;
}

/** Rows as they lie in the file, each page behind the last row's number; rows without numbers by counting. */
function inSequence({ source, where, bindings }: Filtered, orders: string | undefined, paging: Paging): Plan {
  const { token, skip, most } = paging;
  const page = { bindings: [...bindings], mostRows: most };
  if (!source.isNumbered) {
    const begin = token?.after ?? skip;
    const order = orders ? `${orders}, ${source.order}` : source.order;
    const sql = (columns: string) =>
      `${source.with} SELECT 0${columns} FROM t${where} ORDER BY ${order} LIMIT -1 OFFSET ${begin}`;
    return { sql, page, nextAfter: ({ rowCount }) => begin + rowCount };
  }
  // ?N is bound last: to the row before the page.
  const place = `?${bindings.length + 1}`;
  if (token) page.bindings.push({ long: String(token.after) });
  const isBehind = `r > coalesce(${place}, 0)`;
  const condition = where === "" ? ` WHERE ${isBehind}` : `${where} AND ${isBehind}`;
  const offset = skip > 0 && !token ? ` LIMIT -1 OFFSET ${skip}` : "";
  return {
    sql: (columns) => `${source.with} SELECT r${columns} FROM t${condition} ORDER BY r${offset}`,
    page,
    nextAfter: ({ last }) => last,
  };
}

/** The numbers of all rows in their order, of which a page takes its part. */
function inOrder({ source, where, bindings }: Filtered, orders: string, { token, skip, most, top }: Paging): Plan {
  const begin = token?.after ?? skip;
  const limit = top === undefined ? "" : ` LIMIT ${begin + top}`; // the same for every page
  const { with: ofFile } = tableSource(source.table);
  return {
    // Without what filters: the row is known.
    sql: (columns) => `${ofFile} SELECT r${columns} FROM t WHERE r = ?1`,
    page: { bindings: [], mostRows: most },
    order: {
      sql: `${source.with} SELECT r FROM t${where} ORDER BY ${orders}, r${limit}`,
      bindings,
      from: begin,
      take: most,
    },
    nextAfter: ({ rowCount }) => begin + rowCount,
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

/** The page that `?sequence=` names. Beyond the last one there is none. */
function sequenceOf({ plain }: QueryOptions, { source, name }: EntitySet): number | undefined {
  if (!source.isNumbered) return undefined;
  const text = plain.get("sequence");
  if (text === undefined) return 0;
  const sequence = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (sequence === 0 || (sequence > 0 && sequence * pageRows < source.table.rowCount)) return sequence;
  throw new ODataError(404, "EntityNotFound", `There is no page ${JSON.stringify(text)} of ${JSON.stringify(name)}.`);
}
