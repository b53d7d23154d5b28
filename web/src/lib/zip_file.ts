// A zip file, written as its entries come: zip.js is the one maintained library that streams in a browser, compresses with the
// browser's own code beside the page's thread, and goes beyond 4 GB (Zip64).
import { configure, ERR_UNSUPPORTED_FORMAT, ZipWriter } from "@zip.js/zip.js/lib/zip-core-native.js";
import type { Sink } from "./file_sink";

// Its own workers would be scripts from a blob, which the page's policy blocks; the browser's compression needs none.
configure({ useWebWorkers: false });

export interface ZipFile {
  add(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  close(): Promise<void>;
}

/** `isLarge` false: every reader takes it, and it ends at 4 GB. */
export function openZip(sink: Sink, isLarge: boolean, signal: AbortSignal): ZipFile {
  const stream = new WritableStream<Uint8Array>({ write: (bytes) => sink.write(bytes) });
  const writer = new ZipWriter(stream, { keepOrder: true, ...(isLarge ? {} : { zip64: false }) });
  return {
    add: (name, pieces) => withinLimit(writer.add(name, readable(pieces), { signal })),
    close: () => withinLimit(writer.close()),
  };
}

/** zip.js speaks of its options where 4 GB are not enough. */
async function withinLimit(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message === ERR_UNSUPPORTED_FORMAT)
      throw new Error(
        "a workbook, and each sheet before it is compressed, ends at 4 GB: export fewer groups, or CSV files in a zip",
      );
    throw thrown;
  }
}

function readable(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await iterator.return?.()),
    },
    { highWaterMark: 1 },
  );
}
