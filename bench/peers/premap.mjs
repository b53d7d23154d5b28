// premap itself, as a user of the package has it.
import { createEngine } from "premap";
import { watchMemories } from "../lib/memories.mjs";
import { timed } from "../lib/rounds.mjs";

/** What a preview shows at first, and the bench asks for. */
export const firstRowCount = 100;

export async function startPremap(file, { mapping, everything, group }) {
  const { value: engine, peak } = await watchMemories(() => createEngine({ worker: false }));
  const snapshot = await engine.open(file);
  return {
    engine,
    snapshot,
    peak,
    rows: (limit, { of = mapping, verdicts = true } = {}) =>
      timed(async () => {
        const table = await snapshot.preview(of, { limit, verdicts });
        return table.rowCount;
      }),
    /** All rows as CSV, by so many workers beside this thread; 1: in this thread. */
    csv: (workers) =>
      timed(async () => {
        let rows = 0;
        const onProgress = (progress) => (rows = progress.rows);
        for await (const _ of snapshot.extract(mapping, { format: "csv", workers, onProgress }));
        return rows;
      }),
    /** How many cells each column has. */
    async filled() {
      const table = await snapshot.preview(mapping, { limit: null });
      const rows = Array.from({ length: table.rowCount }, (_, row) => row);
      return mapping.groups[0].properties.map(
        ({ propertyName }) => rows.filter((row) => table.cell(row, propertyName) !== null).length,
      );
    },
    open: () => timed(async () => (await engine.open(file)).close()),
    /**
     * The statements that fill all columns of all rows, or of the first so many, for those who only know SQLite: that of
     * the rows, then those of the aspects beside them.
     */
    async statements() {
      const query = snapshot.query(mapping.groups[0].query, { limit: firstRowCount });
      const ids = (await query.toArray()).map(([id]) => id); // 0x…, which SQLite reads too
      const { sql } = await snapshot.explain(everything, {
        group,
        property: "Everything",
        ecInstanceId: ids[0],
      });
      const bind = (each, limit, last) =>
        each.replace("?1", limit).replace("?2", 0).replace(":first", ids[0]).replace(":last", last);
      return (limit) =>
        sql
          .split(";\n")
          .map((each) => (limit === null ? bind(each, -1, "0x7fffffffffffffff") : bind(each, limit, ids.at(-1))));
    },
    close: () => engine.close(),
  };
}
