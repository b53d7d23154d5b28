// The promised figures, and what a run says of each.
import { twoWorkers } from "../rows/extraction.mjs";

const line = (lines, name) => lines.find((each) => each.name === name);

/** [what, promised, measured, kept?] of the largest size of a run; a peer that was absent leaves its promise open. */
export function promises(results, { wasm, scripts }) {
  const [small, large] = [results[0], results.at(-1)];
  const { extraction, firstRows, open, fileInChromium: page, validate, peaks, size } = large;
  const native = line(extraction.lines, "native backend");
  const limit = line(extraction.lines, "C loop");
  const two = line(extraction.lines, twoWorkers);
  const twoToLimit = limit && two && two.wallRatio / limit.wallRatio; // workers save time on the clock, not of the processor
  const growth = firstRows[0].cpu.median / small.firstRows[0].cpu.median;
  const rows = [
    native && ["cells a second to the native backend's", ">= 5x", native.cpuRatio, native.cpuRatio >= 5, "x"],
    limit && ["time to the C loop's, one worker", "<= 2.5x", 1 / limit.cpuRatio, 1 / limit.cpuRatio <= 2.5, "x"],
    twoToLimit && ["clock to the C loop's, two workers (to CSV)", "<= 1.4x", twoToLimit, twoToLimit <= 1.4, "x"],
    ["first 100 rows", "<= 16 ms", firstRows[0].cpu.median, firstRows[0].cpu.median <= 16, " ms"],
    small !== large && [`first 100 rows to those of ${small.size}`, "<= 1.5x", growth, growth <= 1.5, "x"],
    ["open", "< 100 ms", open[0].cpu.median, open[0].cpu.median < 100, " ms"],
    page && ["open a File in Chromium (clock)", "< 400 ms", page.open.median, page.open.median < 400, " ms"],
    ["share of the file read to open", "< 2 %", open[0].share * 100, open[0].share < 0.02, " %"],
    ["peak of the heap", "< 64 MB", peaks.premap / 2 ** 20, peaks.premap < 64 * 2 ** 20, " MB"],
    ["validate 40 x 12 without rows", "< 100 ms", validate.cpu.median, validate.cpu.median < 100, " ms"],
    ["validate 40 x 12 with all rows", "< 100 ms", validate.rows.cpu.median, validate.rows.cpu.median < 100, " ms"],
    ["download, brotli", "< 700 kB", (wasm + scripts) / 1000, wasm + scripts < 700_000, " kB"],
  ];
  return [
    `## Promises, at ${size} (CPU time)`,
    "| | promised | measured | kept |\n| --- | --- | --- | --- |",
    ...rows
      .filter(Boolean)
      .map(
        ([what, promised, measured, kept, unit]) =>
          `| ${what} | ${promised} | ${measured.toFixed(measured < 10 ? 2 : 0)}${unit} | ${kept ? "yes" : "no"} |`,
      ),
  ]
    .join("\n")
    .replace("\n|", "\n\n|");
}
