// premap itself, as a user of the package has it.
import { createEngine } from "premap";
import { watchMemories } from "../lib/memories.mjs";
import { timed } from "../lib/rounds.mjs";
import { everything, mapping } from "../mappings.mjs";

export async function startPremap(file) {
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
    /** The statement that fills all columns of all rows, for those who only know SQLite. */
    async sql() {
      const [[id]] = await snapshot.query(mapping.groups[0].query, { limit: 1 }).toArray();
      const { sql } = await snapshot.explain(everything, { group: "Plant", property: "All", ecInstanceId: id });
      return sql.replace("?1", "-1").replace("?2", "0");
    },
    close: () => engine.close(),
  };
}
