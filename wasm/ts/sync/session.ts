/** One open snapshot on a core in this thread, without waiting. */

import { callParams } from "../arguments.js";
import { decodeBatch } from "../batch.js";
import type { EngineCore } from "../core.js";
import { engineError, throwIfAborted, unwrap } from "../errors.js";
import type { Budget } from "../host.js";
import type { Batch } from "../types.js";

const budget: Budget = { maxRows: 65536, maxBytes: 512 * 1024, milliseconds: 1e9 };

export class SyncSession {
  private closed = false;

  constructor(
    private readonly core: EngineCore,
    private readonly id: number,
    private readonly onClose: (session: SyncSession) => void,
  ) {}

  call<T>(method: string, params: object = {}): T {
    this.assertOpen();
    return unwrap<T>(this.core.call(this.id, method, callParams(params)));
  }

  /** The batches of an open cursor that have rows; it is closed when the iteration ends, however it ends. */
  *batches(cursor: number, signal?: AbortSignal): Generator<Batch, void, undefined> {
    try {
      for (let last = false; !last;) {
        this.assertOpen();
        throwIfAborted(signal);
        const decoded = decodeBatch(this.core.next(this.id, cursor, budget));
        last = decoded.last;
        if (decoded.batch.rowCount > 0) yield decoded.batch;
      }
    } finally {
      this.closeCursor(cursor);
    }
  }

  closeCursor(cursor: number): void {
    if (!this.closed) this.core.call(this.id, "closeCursor", callParams({ cursor }));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    void this.core.close(this.id).catch(() => {});
    this.onClose(this);
  }

  private assertOpen(): void {
    if (this.closed) throw engineError("snapshot-closed", "the snapshot is closed");
  }
}
