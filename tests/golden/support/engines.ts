/** The two engines that golden tests run: the native build, spoken to line by line, and the published package. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import {
  type Batch,
  type Bindings,
  type ColumnInfo,
  createEngine,
  type Engine,
  type Mapping,
  type RowFormat,
  type Snapshot,
} from "premap";
import { decodeBatch } from "../../../dist/batch.js";
import { encodeBindings } from "../../../dist/bindings.js";
import { rowMaker } from "../../../dist/rows.js";
import { inRoot } from "./files.ts";

export interface QueryRequest {
  ecsql: string;
  rowFormat: RowFormat;
  bindings?: Bindings;
  convertClassIdsToClassNames?: boolean;
  abbreviateBlobs?: boolean;
}

export interface Answer {
  columns: ColumnInfo[];
  rows: unknown[];
}

/** An engine with one snapshot open. Everything that is refused rejects. */
export interface GoldenEngine {
  open(path: string): Promise<void>;
  query(request: QueryRequest): Promise<Answer>;
  /** Rows of a mapping's only group, keyed by column name. */
  preview(mapping: object): Promise<Record<string, unknown>[]>;
  close(): void;
}

export const engines: Record<string, () => GoldenEngine> = {
  native: () => new NativeEngine(),
  wasm: () => new PackageEngine(),
};

/** The package as a user has it, without a worker. */
class PackageEngine implements GoldenEngine {
  private engine: Engine | undefined;
  private snapshot: Snapshot | undefined;

  async open(path: string): Promise<void> {
    this.engine ??= await createEngine({ worker: false });
    this.snapshot?.close();
    this.snapshot = await this.engine.open(path);
  }

  async query({ ecsql, ...options }: QueryRequest): Promise<Answer> {
    const query = this.opened().query(ecsql, options);
    return { columns: await query.columns(), rows: await query.toArray() };
  }

  async preview(mapping: object): Promise<Record<string, unknown>[]> {
    const { rows } = await this.opened().preview(mapping as Mapping, { limit: null });
    return [...rows];
  }

  close(): void {
    this.snapshot?.close();
    this.engine?.close();
  }

  private opened(): Snapshot {
    if (!this.snapshot) throw new Error("no snapshot is open");
    return this.snapshot;
  }
}

interface Envelope {
  ok: boolean;
  value: unknown;
  diagnostics?: { code: string; message: string }[];
}

/** build/ci/tests/premap_call: one JSON object a line, answered in order. */
class NativeEngine implements GoldenEngine {
  private readonly process: ChildProcess;
  private readonly lines: Interface;
  private readonly waiting: { resolve: (line: string) => void; reject: (problem: Error) => void }[] = [];
  private stderr = "";
  private stopped: Error | undefined;

  constructor() {
    const child = spawn(inRoot("build/ci/tests/premap_call"), { stdio: ["pipe", "pipe", "pipe"] });
    this.process = child;
    this.lines = createInterface({ input: child.stdout });
    this.lines.on("line", (line) => this.waiting.shift()?.resolve(line));
    child.stderr.on("data", (text: Buffer) => (this.stderr += text.toString()));
    const stop = (why: string): void => {
      this.stopped = new Error(`the native engine ${why}: ${this.stderr.slice(-2000)}`);
      for (const { reject } of this.waiting.splice(0)) reject(this.stopped);
    };
    child.on("error", (problem) => stop(`could not be started (${problem.message})`));
    child.on("close", (code, signal) => stop(`stopped (${signal ?? code})`));
    child.stdin.on("error", () => {}); // said by "close"
  }

  async open(path: string): Promise<void> {
    await this.ask({ op: "open", path });
  }

  async query({ rowFormat, bindings, ...request }: QueryRequest): Promise<Answer> {
    const params = { ...request, rowFormat, bindings: encodeBindings(bindings) };
    const opened = (await this.ask({ op: "call", method: "openQuery", params })) as {
      cursor: number;
      columns: ColumnInfo[];
    };
    const make = rowMaker(rowFormat, opened.columns);
    const rows: unknown[] = [];
    for await (const batch of this.batches(opened.cursor)) {
      for (let row = 0; row < batch.rowCount; row++) rows.push(make(batch, row));
    }
    return { columns: opened.columns, rows };
  }

  async preview(mapping: object): Promise<Record<string, unknown>[]> {
    const params = { mapping: JSON.stringify(mapping), limit: null };
    const opened = (await this.ask({ op: "call", method: "openPreview", params })) as {
      cursor: number;
      columns: { name: string }[];
    };
    const rows: Record<string, unknown>[] = [];
    for await (const batch of this.batches(opened.cursor)) {
      for (let row = 0; row < batch.rowCount; row++) {
        rows.push(Object.fromEntries(opened.columns.map(({ name }, index) => [name, batch.columns[index]?.get(row)])));
      }
    }
    return rows;
  }

  close(): void {
    this.process.stdin?.end();
    this.lines.close();
  }

  private async *batches(cursor: number): AsyncGenerator<Batch> {
    for (;;) {
      const text = (await this.ask({ op: "next", cursor, maxRows: 65536, maxBytes: 1 << 20, ms: 60_000 })) as string;
      const { batch, last } = decodeBatch(new Uint8Array(Buffer.from(text, "base64")));
      yield batch;
      if (last) break;
    }
    await this.ask({ op: "call", method: "closeCursor", params: { cursor } });
  }

  private async ask(request: object): Promise<unknown> {
    const line = await new Promise<string>((resolve, reject) => {
      if (this.stopped) return reject(this.stopped);
      this.waiting.push({ resolve, reject });
      this.process.stdin?.write(`${JSON.stringify(request)}\n`);
    });
    const envelope = JSON.parse(line) as Envelope;
    if (!envelope.ok) throw new Refused(envelope.diagnostics ?? []);
    return envelope.value;
  }
}

/** What the native engine refused, with the codes of its diagnostics. */
export class Refused extends Error {
  readonly code: string;
  constructor(readonly diagnostics: { code: string; message: string }[]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; "));
    this.code = diagnostics[0]?.code ?? "";
  }
}
