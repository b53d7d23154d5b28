/**
 * premap/sqljs/worker: the worker of sql.js, with its messages: `{id, action: "open" | "exec" | "each" | "getRowsModified" |
 * "export" | "close", …}`. In a page it is a module worker, in Node a worker thread.
 */

import { parentPort } from "../ports.js";
import type { Port } from "../rpc.js";
import type { BindParams, Database, GetConfig, SqlJsConfig } from "./index.js";
import { initSqlJs } from "./index.js";

interface Request {
  id?: unknown;
  action?: string;
  buffer?: ArrayBuffer | Uint8Array | null;
  sql?: string;
  params?: BindParams;
  config?: GetConfig & SqlJsConfig;
}

class SqlJsWorker {
  private db: Database | undefined;

  constructor(private readonly port: Port) {
    port.listen(
      (message) => void this.answer(message as Request),
      () => {},
    );
  }

  private async answer(request: Request): Promise<void> {
    const { id } = request;
    try {
      await this.run(request);
    } catch (thrown) {
      this.port.post({ id, error: thrown instanceof Error ? thrown.message : thrown });
    }
  }

  private async run({ id, action, buffer, sql, params, config }: Request): Promise<void> {
    const SQL = await initSqlJs(config ?? {});
    const post = (answer: object, transfer?: Transferable[]) => this.port.post({ id, ...answer }, transfer);
    const database = () => (this.db ??= new SQL.Database());
    switch (action) {
      case "open":
        this.db?.close();
        this.db = new SQL.Database(buffer);
        return post({ ready: true });
      case "exec":
        if (!sql) throw "exec: Missing query string";
        return post({ results: database().exec(sql, params, config) });
      case "getRowsModified":
        return post({ rowsModified: database().getRowsModified() });
      case "each":
        return database().each(
          sql ?? "",
          params ?? null,
          (row) => post({ row, finished: false }),
          () => post({ finished: true }),
          config,
        );
      case "export": {
        const bytes = database().export();
        return post({ buffer: bytes }, [bytes.buffer]);
      }
      case "close":
        this.db?.close();
        this.db = undefined;
        return post({});
      default:
        throw new Error(`Invalid action : ${String(action)}`);
    }
  }
}

const port = parentPort();
if (port) new SqlJsWorker(port);
