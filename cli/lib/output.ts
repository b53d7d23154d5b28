/** Data goes to stdout, waiting where the reader is slow; everything else goes to stderr. */

type Stream = NodeJS.WriteStream;

/** Standard output took no more: exit code 3, or quietly where its reader has gone. */
export class OutputError extends Error {
  readonly isClosedPipe: boolean;

  constructor(error: NodeJS.ErrnoException) {
    const why = error.code === "ENOSPC" ? "no space is left on the device" : error.message;
    super(`cannot write to standard output: ${why}`);
    this.isClosedPipe = error.code === "EPIPE" || error.code === "EOF";
  }
}

export function write(chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(new OutputError(error)) : resolve()));
  });
}

/** Pieces in chunks worth writing. */
export async function writeAll(pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < 65536) continue;
    await write(text);
    text = "";
  }
  if (text) await write(text);
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `write` tells what goes wrong with standard output; with standard error nobody can be told. */
export function listenToStreams(): void {
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}

function paints(stream: Stream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

const codes = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, cyan: 36 } as const;
export type Painter = (style: keyof typeof codes, text: string) => string;

/** Colours text for a stream, if that is a terminal that wants it. */
export function painter(stream: Stream): Painter {
  if (!paints(stream)) return (_, text) => text;
  return (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
}

export interface ProgressLine {
  show(count: number, total?: number): void;
  done(): void;
}

/** A line on the terminal that counts up, to the total where that is known; nothing when stderr is no terminal. */
export function progressLine(unit: string, what = ""): ProgressLine {
  if (!process.stderr.isTTY || process.env["TERM"] === "dumb") return { show() {}, done() {} };
  const before = what && `${what}: `;
  let last = Date.now(); // what is done at once shows nothing
  let isShown = false;
  return {
    show(count, total) {
      const now = Date.now();
      if (now - last < 100) return;
      last = now;
      isShown = true;
      const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
      const line = `${before}${count.toLocaleString("en")}${of} ${unit}`;
      process.stderr.write(`\r\u001b[K${fitting(line)}`);
    },
    done() {
      if (isShown) process.stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** One line of the terminal: a longer one could not be taken back. */
function fitting(line: string): string {
  const columns = process.stderr.columns || 80;
  return line.length < columns ? line : `…${line.slice(line.length - columns + 2)}`;
}
