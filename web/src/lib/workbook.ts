// An Excel workbook (.xlsx) as it comes, row by row: a zip of XML parts, whose sheets are written here, for no library streams them in
// a browser. Cells are typed: numbers are numbers, moments are dates, everything else is text, whatever it begins with.
import type { Sink } from "./file_sink";
import type { CsvRecord } from "./csv_reader";
import { openZip, type ZipFile } from "./zip_file";

export interface SheetColumn {
  name: string;
  dataType: string;
}

export interface SheetSource {
  name: string;
  columns: readonly SheetColumn[];
  /** Without the names of the columns. */
  rows: AsyncIterable<readonly CsvRecord[]>;
}

/** What Excel takes. */
export const limits = { rows: 1_048_576, columns: 16_384, text: 32_767, digits: 15, name: 31 } as const;

/** What could not be as it is in the table. */
export interface WorkbookNotes {
  cutTexts: number;
  longNumbers: number;
  /** Tables that go on in another sheet, and tables with more columns than a sheet has. */
  continued: string[];
  narrowed: string[];
}

const encoder = new TextEncoder();
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

/** Writes all sheets and closes the zip; the sink is the caller's to close. `mostRows` is for tests. */
export async function writeWorkbook(
  sink: Sink,
  sources: AsyncIterable<SheetSource>,
  signal: AbortSignal,
  mostRows: number = limits.rows,
): Promise<WorkbookNotes> {
  const notes: WorkbookNotes = { cutTexts: 0, longNumbers: 0, continued: [], narrowed: [] };
  // A workbook beyond 4 GB is one that Excel does not open.
  const zip = openZip(sink, false, signal);
  const names: string[] = [];
  for await (const source of sources) {
    if (source.columns.length > limits.columns) notes.narrowed.push(source.name);
    const rows = new Rows(source.rows);
    for (let part = 1; part === 1 || (await rows.hasMore()); part += 1) {
      if (part === 2) notes.continued.push(source.name);
      names.push(sheetName(part === 1 ? source.name : `${source.name} (${part})`, names));
      await zip.add(`xl/worksheets/sheet${names.length}.xml`, sheet(source.columns, rows, mostRows - 1, notes));
    }
  }
  // Without a sheet it is no workbook.
  if (names.length === 0) {
    names.push("Empty");
    await addText(zip, "xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetData/></worksheet>`);
  }
  await addFrame(zip, names);
  await zip.close();
  return notes;
}

/** A name that Excel takes, and that no sheet before it has: letter case does not count. */
export function sheetName(wanted: string, taken: readonly string[]): string {
  const plain = wanted.replace(/[\u0000-\u001f[\]:*?/\\]/g, "_").replace(/^['\s]+|['\s]+$/g, "");
  const base = plain === "" || /^history$/i.test(plain) ? `${plain}_` : plain;
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = cutName(base, limits.name);
  for (let number = 2; used.has(name.toLowerCase()); number += 1) {
    const ending = ` (${number})`;
    name = cutName(base, limits.name - ending.length) + ending;
  }
  return name;
}

/** The first so many units, no half of a pair at the end. */
const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, "");

/** A sheet's name may not end with an apostrophe, even where it was cut. */
const cutName = (name: string, most: number): string => cut(name, most).replace(/['\s]+$/, "");

// ---------------------------------------------------------------------------------------------------------------- sheets

/** Rows one by one, over batches of them. */
class Rows {
  private batch: readonly CsvRecord[] = [];
  private at = 0;
  private readonly batches: AsyncIterator<readonly CsvRecord[]>;

  constructor(rows: AsyncIterable<readonly CsvRecord[]>) {
    this.batches = rows[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.at >= this.batch.length) {
      const { done, value } = await this.batches.next();
      if (done) return false;
      this.batch = value;
      this.at = 0;
    }
    return true;
  }

  /** Some of those that are at hand. */
  take(most: number): readonly CsvRecord[] {
    const taken = this.batch.slice(this.at, this.at + most);
    this.at += taken.length;
    return taken;
  }
}

/** So many rows are made into XML at a time: the page stays at hand meanwhile. */
const rowsAtOnce = 500;

async function* sheet(
  columns: readonly SheetColumn[],
  rows: Rows,
  most: number,
  notes: WorkbookNotes,
): AsyncGenerator<Uint8Array> {
  const shown = columns.slice(0, limits.columns);
  const letters = shown.map((_, index) => columnLetters(index));
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const names = shown.map(({ name }, index) => textCell(`${letters[index]}1`, name, styles.header, notes)).join("");
  yield encoder.encode(
    `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>` +
      `<sheetData><row r="1">${names}</row>`,
  );
  let written = 0;
  while (written < most && (await rows.hasMore())) {
    let xml = "";
    for (const record of rows.take(Math.min(rowsAtOnce, most - written))) {
      written += 1;
      xml += `<row r="${written + 1}">`;
      for (let index = 0; index < shown.length; index += 1) {
        const value = record[index] ?? null;
        if (value !== null) xml += cell(`${letters[index]}${written + 1}`, value, shown[index] as SheetColumn, notes);
      }
      xml += "</row>";
    }
    yield encoder.encode(xml);
  }
  yield encoder.encode("</sheetData></worksheet>");
}

/** 0 -> "A", 26 -> "AA" */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function cell(place: string, value: string, { dataType }: SheetColumn, notes: WorkbookNotes): string {
  if (dataType === "Boolean" && /^(true|false)$/i.test(value))
    return `<c r="${place}" t="b"><v>${value.toLowerCase() === "true" ? 1 : 0}</v></c>`;
  if ((dataType === "Integer" || dataType === "Double") && isNumber.test(value)) {
    if (dataType === "Double" || value.replace("-", "").length <= limits.digits)
      return `<c r="${place}"><v>${value}</v></c>`;
    notes.longNumbers += 1;
  }
  const moment = momentOf(value);
  if (moment) return `<c r="${place}" s="${moment.style}"><v>${moment.days}</v></c>`;
  return textCell(place, value, /^[=+\-@\t\r]/.test(value) ? styles.quoted : styles.plain, notes);
}

function textCell(place: string, value: string, style: number, notes: WorkbookNotes): string {
  let text = value;
  if (text.length > limits.text) {
    notes.cutTexts += 1;
    text = cut(text, limits.text);
  }
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const day = 86_400_000;
/** Day 0 of Excel, whose 1900 is a leap year: before March of it nothing fits. */
const dayZero = Date.UTC(1899, 11, 30);
const firstMoment = Date.UTC(1900, 2, 1);

/** A date, or a moment, exactly as the engine writes them. */
function momentOf(value: string): { days: number; style: number } | undefined {
  if (value.length < 10 || value.length > 24 || value[4] !== "-") return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(value);
  if (!isDate && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z?$/.test(value)) return undefined;
  const time = Date.parse(isDate || value.endsWith("Z") ? value : `${value}Z`);
  // What is no day of the calendar stays a text; so does what Date would move to the next month.
  if (!(time >= firstMoment) || new Date(time).toISOString().slice(0, 10) !== value.slice(0, 10)) return undefined;
  const days = (time - dayZero) / day;
  // Some readers cut where they should round: a hundred-thousandth of a second keeps them on the right millisecond.
  return isDate ? { days, style: styles.date } : { days: days + 1e-10, style: styles.moment };
}

/** What XML cannot hold is written as Excel does, `_x0007_`; a text that looks like that is told apart. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g, (sign) => {
      return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
    })
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[&<>"]/g, (sign) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[sign]};`);
}

// ------------------------------------------------------------------------------------------------------- the other parts

/** Numbers of cellXfs below. */
const styles = { plain: 0, header: 1, moment: 2, date: 3, quoted: 4 } as const;

const styleSheet = `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`;

async function addFrame(zip: ZipFile, names: readonly string[]): Promise<void> {
  const numbered = (write: (name: string, number: number) => string) =>
    names.map((name, index) => write(name, index + 1)).join("");
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const sheets = numbered((name, number) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`);
  const links = numbered(
    (_, number) =>
      `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const parts = numbered(
    (_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  const styled = `<Relationship Id="rId${names.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`;
  await addText(zip, "xl/styles.xml", styleSheet);
  await addText(
    zip,
    "xl/workbook.xml",
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets></workbook>`,
  );
  await addText(
    zip,
    "xl/_rels/workbook.xml.rels",
    `${head}<Relationships xmlns="${packaged}/relationships">${links}${styled}</Relationships>`,
  );
  await addText(
    zip,
    "_rels/.rels",
    `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  await addText(
    zip,
    "[Content_Types].xml",
    `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${parts}</Types>`,
  );
}

async function addText(zip: ZipFile, name: string, text: string): Promise<void> {
  await zip.add(name, once(encoder.encode(text)));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
