// The promised figures, and what a run says of each, for one family of snapshots.
import { oneWorker, ours, twoWorkers } from "../rows/extraction.mjs";
import { table } from "./report.mjs";

const fixed = (number) => number.toFixed(Math.abs(number) < 10 ? 2 : 0);

/** By the clock, and of the processor where that is another: workers save time, not work. */
const both = (wall, cpu, unit) => `${fixed(wall)}${unit} (${fixed(cpu)} of CPU)`;
const atMost = (what, most, unit, wall, cpu) => [what, `<= ${most}${unit}`, both(wall, cpu, unit), wall <= most];

/** `name`'s time as a multiple of `other`'s. */
function multiple(lines, name, other) {
  const [a, b] = [name, other].map((each) => lines.find((line) => line.name === each));
  return a && b && { wall: a.wallRatio / b.wallRatio, cpu: a.cpuRatio / b.cpuRatio };
}

function ofExtraction({ lines }, elements) {
  const large = elements >= 1e6;
  const ratio = (what, most, name) => {
    const found = multiple(lines, name, "C loop");
    return found && atMost(what, most, "x", found.wall, found.cpu);
  };
  const native = multiple(lines, "native backend", ours);
  return [
    ratio("time to the C loop's, a table in memory", large ? 1 : 1.5, ours),
    native && [
      "cells a second to the native backend's",
      ">= 12x",
      both(native.wall, native.cpu, "x"),
      native.wall >= 12,
    ],
    ratio("the same to CSV, one engine", 1.6, oneWorker),
    ratio("the same to CSV, two workers", 0.9, twoWorkers),
  ].filter(Boolean);
}

/** Promised for a million rows; what fewer took is taken as many times. A difference is told by the processor's time alone. */
const ofAddedColumns = (columns) =>
  columns.map(({ kind, cpu, rows }) => {
    const seconds = (cpu / rows) * 1000;
    return [
      `one column more, ${kind}, for a million rows`,
      "<= 0.15 s",
      `${seconds.toFixed(2)} s of CPU`,
      seconds <= 0.15,
    ];
  });

const ofValidate = ({ wall, cpu, rows }, elements) => {
  const seconds = (milliseconds) => (milliseconds / elements) * 1000;
  return [
    atMost("validate 40 x 12 without rows", 100, " ms", wall.median, cpu.median),
    atMost("the same with all rows, for a million", 3, " s", seconds(rows.wall.median), seconds(rows.cpu.median)),
  ];
};

const ofFirstRows = ([{ wall, cpu }]) => [atMost("first 100 rows after an edit", 16, " ms", wall.median, cpu.median)];

const ofOpen = ([{ wall, cpu, share }]) => [
  atMost("open", 100, " ms", wall.median, cpu.median),
  ["share of the file read to open", "< 2 %", `${(share * 100).toFixed(2)} %`, share < 0.02],
];

const ofPage = ({ open }) => [["open a File in Chromium", "< 400 ms", `${fixed(open.median)} ms`, open.median < 400]];

/** Promised for a million rows. */
const ofServe = ({ extraction, firstPage, filter, allPages, peak }, elements) => [
  [
    "extraction into tables to one as CSV",
    "<= 2x",
    `${fixed(extraction.wall)}x (${fixed(extraction.cpu)} of CPU)`,
    extraction.cpu <= 2,
  ],
  ...(elements >= 1e6
    ? [
        atMost("OData: first page", 50, " ms", firstPage.wall, firstPage.cpu),
        atMost("OData: an equality filter", 200, " ms", filter.wall, filter.cpu),
        atMost("OData: all pages", 15, " s", allPages.wall / 1000, allPages.cpu / 1000),
        ["the service's memory", "< 300 MB", `${fixed(peak)} MB`, peak < 300],
      ]
    : []),
];

const ofSize = ({
  elements,
  extraction,
  addedColumns,
  validate,
  firstRows,
  open,
  fileInChromium,
  serveTables,
  peaks,
}) => [
  ...(extraction ? ofExtraction(extraction, elements) : []),
  ...(addedColumns ? ofAddedColumns(addedColumns) : []),
  ...(validate ? ofValidate(validate, elements) : []),
  ...(firstRows ? ofFirstRows(firstRows) : []),
  ...(open ? ofOpen(open) : []),
  ...(fileInChromium ? ofPage(fileInChromium) : []),
  ...(serveTables ? ofServe(serveTables, elements) : []),
  ["peak of WebAssembly's memory", "< 64 MB", `${fixed(peaks.premap / 2 ** 20)} MB`, peaks.premap < 64 * 2 ** 20],
];

function growth([small, ...others]) {
  const large = others.at(-1);
  if (!large?.firstRows) return [];
  const factor = (clock) => large.firstRows[0][clock].median / small.firstRows[0][clock].median;
  return [[large.size, ...atMost(`first 100 rows to those of ${small.size}`, 1.5, "x", factor("wall"), factor("cpu"))]];
}

export function promises(results, { wasm, scripts }) {
  const bytes = wasm + scripts;
  const rows = [
    ...results.flatMap((result) => ofSize(result).map((row) => [result.size, ...row])),
    ...growth(results),
    ["", "download, brotli", "< 700 kB", `${fixed(bytes / 1000)} kB`, bytes < 700_000],
  ];
  return [
    `## Promises, ${results[0].family} (by the clock)`,
    table(
      ["", "", "promised", "measured", "kept"],
      rows.map(([size, what, promised, measured, kept]) => [size, what, promised, measured, kept ? "yes" : "no"]),
    ),
  ].join("\n\n");
}
