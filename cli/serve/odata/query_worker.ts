/** The thread in which queries run: one engine, the tables opened last, the orders of rows that were asked for last. */

import { parentPort, workerData } from "node:worker_threads";
import { EngineError, type OpenTable, startTableReader, type TableReader } from "premap/tables";
import type { FromWorker, QueryAnswer, QueryJob, WorkerSetup } from "./query_job.js";

/** Each open table has caches of its own. */
const mostTables = 3;
const mostOrderBytes = 32 * 1024 * 1024;

/** The values used last, by a key; what is given up is handed to `end`. */
class Recent<Value> {
  private readonly values = new Map<string, Value>();
  private size = 0;

  constructor(
    private readonly most: number,
    private readonly sizeOf: (value: Value) => number,
    private readonly end: (value: Value) => void = () => {},
  ) {}

  get(key: string, make: () => Value): Value {
    let value = this.values.get(key);
    if (value === undefined) this.size += this.sizeOf((value = make()));
    else this.values.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.size <= this.most || oldest === key) break;
      this.forget(oldest);
    }
    return value;
  }

  forget(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.values.delete(key);
    this.size -= this.sizeOf(value);
    this.end(value);
  }
}

class Queries {
  private readonly tables: Recent<OpenTable>;
  private readonly orders = new Recent<Uint32Array>(mostOrderBytes, ({ byteLength }) => byteLength);

  constructor(private readonly reader: TableReader) {
    this.tables = new Recent<OpenTable>(
      mostTables,
      () => 1,
      (table) => table.close(),
    );
  }

  run(job: QueryJob): QueryAnswer {
    try {
      return this.answer(
        job,
        this.tables.get(job.file, () => this.reader.open(job.file)),
      );
    } catch (error) {
      // A table that cannot be read now may be read once it is opened anew.
      if (!(error instanceof EngineError) || error.code !== "cancelled") this.tables.forget(job.file);
      throw error;
    }
  }

  private answer({ file, count, order, page }: QueryJob, table: OpenTable): QueryAnswer {
    const numbers =
      order && this.orders.get(JSON.stringify([file, order.sql, order.bindings]), () => table.numbers(order));
    const answer = numbers ? inOrder(table, numbers, order, page) : inSequence(table, page);
    if (!count) return numbers ? { ...answer, count: numbers.length } : answer;
    const isKnown = page !== undefined && count.isOfWholePage && !answer.hasMore;
    return { ...answer, count: isKnown ? answer.rowCount : (table.numbers(count)[0] ?? 0) };
  }
}

const nothing = (): QueryAnswer => ({ bytes: new Uint8Array(), rowCount: 0, last: 0, hasMore: false });

function inSequence(table: OpenTable, page: QueryJob["page"]): QueryAnswer {
  if (!page) return nothing();
  const { count: rowCount, ...rows } = table.rows(page);
  return { ...rows, rowCount };
}

function inOrder(
  table: OpenTable,
  numbers: Uint32Array,
  { from, take }: NonNullable<QueryJob["order"]>,
  page: QueryJob["page"],
): QueryAnswer {
  const slice = numbers.subarray(from, from + take);
  if (!page || slice.length === 0) return nothing();
  const { count: rowCount, bytes } = table.rows({ ...page, numbers: [...slice] });
  return { bytes, rowCount, last: 0, hasMore: from + rowCount < numbers.length };
}

const { wasm, stop } = workerData as WorkerSetup;
const flag = new Int32Array(stop);
const starting = startTableReader({ wasm, shouldStop: () => Atomics.load(flag, 0) !== 0 }).then(
  (reader) => new Queries(reader),
);

parentPort?.on("message", (job: QueryJob) => {
  void starting.then((queries) => {
    const post = (told: FromWorker, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(told, transfer);
    try {
      const answer = queries.run(job);
      post({ answer }, [answer.bytes.buffer]);
    } catch (error) {
      const code = (error as { code?: string }).code ?? "failed";
      post({ failure: { code, message: error instanceof Error ? error.message : String(error) } });
    }
  });
});
