/** Data goes to stdout, waiting where the reader is slow; everything else goes to stderr. */

import { once } from "node:events";

export async function write(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, "drain");
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A reader that goes away early (`| head`) is no fault. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

type Stream = NodeJS.WriteStream;

function paints(stream: Stream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

const codes = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, cyan: 36 } as const;

/** Colours text for a stream, if that is a terminal that wants it. */
export function painter(stream: Stream): (style: keyof typeof codes, text: string) => string {
  if (!paints(stream)) return (_, text) => text;
  return (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
}

/** A line on the terminal that counts up, to the total where that is known; nothing when stderr is no terminal. */
export function progressLine(unit: string): { show(count: number, total?: number): void; done(): void } {
  if (!process.stderr.isTTY) return { show() {}, done() {} };
  let last = 0;
  return {
    show(count, total) {
      const now = Date.now();
      if (now - last < 100) return;
      last = now;
      const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
      process.stderr.write(`\r\u001b[K${count.toLocaleString("en")}${of} ${unit}`);
    },
    done: () => void process.stderr.write("\r\u001b[K"),
  };
}
