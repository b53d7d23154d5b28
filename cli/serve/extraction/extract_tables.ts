/** Runs an extraction in a thread of its own, which is ended at once when nobody wants it any more. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { ExtractedTable, ExtractRequest, ExtractTables } from "../tables.js";
import type { ExtractionJob, FromExtraction } from "./job.js";
import { plannedTables } from "./table_plan.js";

/** Errors: the signal's reason; an Error in words when the snapshot cannot be opened or the engine broke. */
export const extractTables: ExtractTables = async (request) => {
  const folder = request.folder ?? passingFolder();
  const job: ExtractionJob = {
    snapshot: request.snapshot,
    mapping: request.mapping,
    groupIds: request.groupIds,
    folder,
    ...(request.ecInstanceIds ? { ecInstanceIds: request.ecInstanceIds } : {}),
  };
  request.signal?.throwIfAborted();
  try {
    return await inThread(job, request);
  } catch (error) {
    forget(job);
    throw error;
  }
};

function inThread(
  workerData: ExtractionJob,
  { signal, onEvent, onProgress }: ExtractRequest,
): Promise<ExtractedTable[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData });
    let isSettled = false;
    const settle = (run: () => void) => {
      if (isSettled) return;
      isSettled = true;
      signal?.removeEventListener("abort", abort);
      // Nothing is written any more once it has ended.
      void worker.terminate().then(run);
    };
    const abort = () => settle(() => reject(signal?.reason));
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (told: FromExtraction) => {
      if (isSettled) return;
      if ("event" in told) onEvent?.(told.event);
      else if ("progress" in told) onProgress?.(told.progress);
      else if ("tables" in told) settle(() => resolve(told.tables));
      else settle(() => reject(new Error(told.failure)));
    });
    worker.on("error", (error) => settle(() => reject(error)));
    worker.on("exit", () => settle(() => reject(new Error("the extraction ended early"))));
  });
}

/** Of a run that failed nothing is left. */
function forget({ mapping, groupIds, folder }: ExtractionJob): void {
  try {
    for (const { file } of plannedTables(mapping, groupIds, folder))
      for (const name of [file, `${file}.part`]) rmSync(name, { force: true });
  } catch {
    // A mapping that is no JSON has no tables.
  }
}

const passing = new Set<string>();

/** For a service that keeps nothing: gone when the process ends. */
function passingFolder(): string {
  if (passing.size === 0)
    process.once("exit", () => {
      for (const folder of passing) rmSync(folder, { recursive: true, force: true });
    });
  const folder = mkdtempSync(path.join(tmpdir(), "premap-tables-"));
  passing.add(folder);
  return folder;
}
