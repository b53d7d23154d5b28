// The figures of a run as Markdown.

const ms = ({ median, least, most }) => `${fixed(median)} (${fixed(least)}–${fixed(most)})`;
const fixed = (number) => (number < 10 ? number.toFixed(1) : String(Math.round(number)));
const times = (number) => `${number.toFixed(2)}x`;
const mega = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function sizeReport(result) {
  const {
    family,
    size,
    extraction,
    firstRows,
    open,
    fileInChromium,
    validate,
    addedColumns,
    serveTables,
    peaks,
    failures,
  } = result;
  return [
    `## ${family}, ${size} elements`,
    ...(extraction ? extractionReport(extraction) : []),
    ...(addedColumns ? addedReport(addedColumns) : []),
    ...(firstRows ? firstRowsReport(firstRows) : []),
    ...(open ? openReport(open) : []),
    ...(fileInChromium ? pageReport(fileInChromium) : []),
    ...(validate ? validateReport(validate) : []),
    ...(serveTables ? serveReport(serveTables) : []),
    "### Peak of memory",
    table(
      ["", "WebAssembly's memory, and the file where it is kept beside"],
      Object.entries(peaks).map(([name, bytes]) => [name, mega(bytes)]),
    ),
    ...(Object.keys(failures).length > 0 ? ["### Absent"] : []),
    Object.entries(failures)
      .map(([name, reason]) => `- ${name}: ${reason}`)
      .join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

const extractionReport = ({ rows, lines, work }) => [
  `### All ${rows} rows, 12 columns`,
  table(
    ["", "CPU ms (least–most)", "clock ms (least–most)", "M cells/s of CPU", "CPU to premap's", "clock to premap's"],
    lines.map(({ name, cpu, wall, rate, cpuRatio, wallRatio }) => [
      name,
      ms(cpu),
      ms(wall),
      rate.toFixed(2),
      times(cpuRatio),
      times(wallRatio),
    ]),
  ),
  `One run of premap: ${workText(work)}.`,
];

const serveReport = ({ rows, pages, bytes, questions, extraction, peak }) => [
  `### The service: ${rows} rows as a table file, and read by OData`,
  table(
    ["", "CPU ms of the service", "clock ms"],
    questions.map(({ name, cpu, wall }) => [name, fixed(cpu), fixed(wall)]),
  ),
  `${pages} pages, ${mega(bytes)}. The table takes ${times(extraction.cpu)} the CPU of CSV. The service's memory: ${Math.round(peak)} MB at most.`,
];

const addedReport = (columns) => [
  "### One column more, by its kind",
  table(
    ["", "CPU ms", "clock ms", "ns a row"],
    columns.map(({ kind, cpu, wall, rows }) => [kind, fixed(cpu), fixed(wall), fixed((wall / rows) * 1e6)]),
  ),
];

const firstRowsReport = (lines) => [
  "### First 100 rows after an edit",
  table(
    ["", "CPU ms", "clock ms"],
    lines.map(({ name, cpu, wall }) => [name, ms(cpu), ms(wall)]),
  ),
];

const openReport = (lines) => [
  "### Open and load the catalog",
  table(
    ["", "CPU ms", "clock ms", "read", "of the file"],
    lines.map(({ name, cpu, wall, bytesRead, share }) => [
      name,
      ms(cpu),
      ms(wall),
      mega(bytesRead),
      `${(share * 100).toFixed(1)} %`,
    ]),
  ),
];

const validateReport = (validate) => [
  "### Validate 40 groups of 12 columns",
  table(
    ["", "CPU ms", "clock ms", "errors", "warnings"],
    [
      ["without rows", validate],
      ["with all rows", validate.rows],
      ["with all rows, after an edit of one group", validate.edit],
    ].map(([name, { cpu, wall, counts }]) => [name, ms(cpu), ms(wall), counts.error, counts.warning]),
  ),
];

const pageReport = ({ start, open, rows, bytesRead, share }) => [
  "### Open a `File` in Chromium, each time in a new page",
  table(
    ["", "clock ms", "read", "of the file"],
    [
      ["start the engine", ms(start), "", ""],
      ["open the file", ms(open), mega(bytesRead), `${(share * 100).toFixed(1)} %`],
      ["first 100 rows after it", ms(rows), "", ""],
    ],
  ),
];

const workText = ({ statementCount, readCount, bytesRead }) =>
  `${statementCount} statements prepared, ${readCount} reads, ${mega(bytesRead)}`;

/** How the cost grows from the smallest to the largest size of this run. */
export function growthReport(results) {
  const [small, large] = [results[0], results.at(-1)];
  const line = (what, pick) => {
    const [a, b] = [pick(small), pick(large)];
    return a && b && [what, times(b.cpu.median / a.cpu.median), times(b.wall.median / a.wall.median)];
  };
  const extracted = large.extraction?.lines.map(({ name }) => name) ?? [];
  const rowsOf = ({ extraction }, name) => extraction.lines.find((each) => each.name === name);
  return [
    `## ${small.family} from ${small.size} to ${large.size}: ${times(large.elements / small.elements)} the rows`,
    table(
      ["", "CPU", "clock"],
      [
        ...extracted.map((name) => line(`all rows: ${name}`, (each) => rowsOf(each, name))),
        line("first 100 rows", (each) => each.firstRows?.[0]),
        line("open", (each) => each.open?.[0]),
        line("validate without rows", (each) => each.validate),
        line("validate with all rows", (each) => each.validate?.rows),
        line("the same after an edit", (each) => each.validate?.edit),
      ].filter(Boolean),
    ),
  ].join("\n\n");
}

const kB = (bytes) => (bytes / 1000).toFixed(0);
export function downloadReport({ wasm, scripts, onDemand }) {
  const parts = Object.entries(onDemand).map(([name, size]) => `${name} ${kB(size)}`);
  return `## Download\n\n${kB(wasm + scripts)} kB brotli: WebAssembly ${kB(wasm)}, scripts ${kB(scripts)}; on demand ${parts.join(", ")}.`;
}
