// What `premap serve` promises of its tables: written by a run, read by OData over HTTP. The service is a process of its own, so that
// its memory and its processor time are its own.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { median, timed } from "../lib/rounds.mjs";

/** Asks the service's process, which answers what it used so far. */
function startService(file, mapping, folder) {
  const child = fork(inRoot("bench/lib/odata_service.mjs"), [file, folder], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ask = (question) =>
    new Promise((resolve, reject) => {
      child.once("message", (answer) => (answer.fault ? reject(new Error(answer.fault)) : resolve(answer)));
      child.send(question);
    });
  return { start: () => ask({ mapping: JSON.stringify(mapping) }), used: () => ask({}), end: () => child.kill() };
}

export async function serveTables({ family, file, premap, rounds }) {
  const folder = mkdtempSync(path.join(tmpdir(), "premap-bench-"));
  const service = startService(file, family.mapping, folder);
  try {
    const { address, name, rows, column, value } = await service.start();
    const read = async (url, headers = {}) => (await fetch(url, { headers })).text();
    const questions = [];
    const measured = async (label, times, run) => {
      const each = [];
      for (let round = 0; round < times; round++) {
        const before = await service.used();
        const { wall, answer } = await timed(run);
        each.push({ wall, cpu: (await service.used()).cpu - before.cpu, answer });
      }
      const told = { name: label, wall: median(each.map(({ wall }) => wall)), cpu: median(each.map(({ cpu }) => cpu)) };
      questions.push(told);
      return { ...told, answer: each[0].answer };
    };
    await read(`${address}/$metadata`); // as every client does first
    // fetch asks for gzip unless told otherwise, and unzipping is its own work.
    const plain = { "Accept-Encoding": "identity" };
    const firstPage = await measured("first page", rounds, () => read(`${address}/${name}`, plain));
    await measured("the same with gzip", rounds, () => read(`${address}/${name}`));
    const query = encodeURIComponent(`${column} eq '${value}'`);
    const filter = await measured("an equality filter over all rows", rounds, () =>
      read(`${address}/${name}?$filter=${query}&$count=true`),
    );
    await measured("a count of what a filter leaves", rounds, () => read(`${address}/${name}/$count?$filter=${query}`));
    await measured("groups, counted", rounds, () =>
      read(`${address}/${name}?$apply=groupby((${column}),aggregate($count%20as%20N))`),
    );
    await measured("the first 100 in an order", rounds, () => read(`${address}/${name}?$orderby=${column}&$top=100`));
    const allPages = await measured("all pages", 1, async () => {
      let [pages, bytes] = [0, 0];
      for (let url = `${address}/${name}`; url; pages++) {
        const text = await read(url);
        bytes += text.length;
        url = /"@odata\.nextLink":"([^"]+)"\}\s*$/.exec(text.slice(-400))?.[1];
      }
      return { pages, bytes };
    });
    const { peak } = await service.used();
    return {
      rows,
      questions,
      firstPage,
      filter,
      allPages,
      peak,
      ...allPages.answer,
      extraction: await toCsv(premap, family, folder, rounds),
    };
  } finally {
    service.end();
    rmSync(folder, { recursive: true });
  }
}

/** The time of a table file as a multiple of that of CSV, both in this thread, in turns. */
async function toCsv(premap, { mapping }, folder, rounds) {
  const ratios = [];
  for (let round = -1; round < rounds; round++) {
    const table = await timed(() => premap.snapshot.extractTable(mapping, { file: path.join(folder, "again.sqlite") }));
    const csv = await premap.csv(1);
    if (round >= 0) ratios.push({ cpu: table.cpu / csv.cpu, wall: table.wall / csv.wall });
  }
  return { cpu: median(ratios.map(({ cpu }) => cpu)), wall: median(ratios.map(({ wall }) => wall)) };
}
