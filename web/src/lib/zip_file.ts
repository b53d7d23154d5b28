// A zip file, written as its entries come: zip.js is the one maintained library that streams in a browser, compresses with the
// browser's own code beside the page's thread, and goes beyond 4 GB (Zip64).
import { configure, ZipWriter } from "@zip.js/zip.js/lib/zip-core-native.js";
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
    add: async (name, pieces) => void (await writer.add(name, readable(pieces), { signal })),
    close: async () => void (await writer.close()),
  };
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
