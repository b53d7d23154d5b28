// A file that is written as it is made. Where the browser lets the page write into a file the user chose, nothing of it is kept in
// memory, and the file gets its content when all of it is there; elsewhere it is gathered, and handed to the downloads at the end.
import { askWhere, saveFile, whyNotWritten } from "./save_file";

export interface Sink {
  /** Of the file. */
  readonly name: string;
  write(bytes: Uint8Array): Promise<void>;
  /** All is written. */
  close(): Promise<void>;
  /** It is not wanted any more: there will be no file, or the one there was. */
  abandon(): Promise<void>;
}

/** What the browser has to keep until it is saved: more than this is more than some can. */
const mostGathered = 2 ** 31;
/** Bytes that are put away at once: from then on they are the browser's, which may keep them on the disk. */
const chunk = 8 * 1024 * 1024;

/** Null: the user wants no file. A click must have led here. */
export async function openSink(name: string, what: string, type: string): Promise<Sink | null> {
  const ending = name.slice(name.lastIndexOf("."));
  const handle = await askWhere(name, what, { [type]: [ending] });
  if (handle === null) return null;
  return handle ? fileSink(handle) : gatheringSink(name, type);
}

function fileSink(handle: FileSystemFileHandle): Sink {
  let stream: Promise<FileSystemWritableFileStream> | undefined;
  // With the first byte: that the file cannot be written is a failure of writing it, told like any other.
  const opened = () => (stream ??= handle.createWritable());
  return {
    name: handle.name,
    write: (bytes) => told(async () => (await opened()).write(bytes as Uint8Array<ArrayBuffer>)),
    close: () => told(async () => (await opened()).close()),
    async abandon() {
      await stream?.then((open) => open.abort()).catch(() => undefined);
      // The dialog has made it, and it is empty.
      if ((await handle.getFile().catch(() => null))?.size === 0) await removed(handle);
    },
  };
}

async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    throw new Error(whyNotWritten(thrown));
  }
}

async function removed(handle: FileSystemFileHandle): Promise<void> {
  await (handle as { remove?: () => Promise<void> }).remove?.().catch(() => undefined);
}

function gatheringSink(name: string, type: string): Sink {
  let chunks: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let all = 0;
  const putAway = () => {
    chunks.push(new Blob(loose));
    loose = [];
    bytes = 0;
  };
  return {
    name,
    async write(piece) {
      loose.push(piece as Uint8Array<ArrayBuffer>);
      bytes += piece.byteLength;
      all += piece.byteLength;
      if (all > mostGathered)
        throw new Error(
          "This browser keeps a file in its memory until it is saved, and this one has more than 2 GB: export fewer groups, " +
            "use a browser that writes into files (Chrome, Edge), or `premap extract` on the command line",
        );
      if (bytes >= chunk) putAway();
    },
    async close() {
      putAway();
      saveFile(new Blob(chunks, { type }), name);
      chunks = [];
    },
    async abandon() {
      chunks = [];
      loose = [];
    },
  };
}
