/** A table's rows as CSV without a header, page by page as its reader takes them. */

import type { ReadPartition } from "../tables.js";
import { pageRows } from "./rows_request.js";
import type { QueryPool } from "./query_pool.js";
import { tableSource } from "./source.js";

export function partitions(pool: QueryPool): ReadPartition {
  return async function* (table, signal) {
    const { with: rows, relation } = tableSource(table);
    const columns = relation.columns.map(({ sql }) => sql).join(", ");
    const sql = `${rows} SELECT r, ${columns} FROM t WHERE r > ?1 ORDER BY r`;
    const page = { sql, fields: table.columns, format: "csv", mostRows: pageRows } as const;
    for (let after = 0, hasMore = true; hasMore;) {
      const bindings = [{ long: String(after) }];
      const found = await pool.run({ file: table.file, page: { ...page, bindings } }, signal);
      ({ last: after, hasMore } = found);
      if (found.rowCount > 0) yield found.bytes;
    }
  };
}
