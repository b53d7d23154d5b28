/** Snapshots of any size that take no room on the disk. */
import { closeSync, copyFileSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import initSqlJs from "premap/sqljs";

const leafPage = 13;

/**
 * Stretches a snapshot to `size` bytes over a hole. The last rows of `table` lie behind the hole, on the very last page;
 * where they lay before there is nothing.
 */
export async function stretch(source: string, target: string, table: string, size: number): Promise<void> {
  const root = await rootPage(source, table);
  copyFileSync(source, target);
  const file = openSync(target, "r+");
  try {
    const header = bytes(file, 0, 100);
    const pageSize = header.readUInt16BE(16);
    const at = (page: number) => (page - 1) * pageSize;
    const last = Math.floor(size / pageSize);
    // Interior pages name their right-most child in bytes 8 to 11.
    const child = (page: number) => bytes(file, at(page) + 8, 4).readUInt32BE(0);
    let parent = root;
    while (bytes(file, at(child(parent)), 1)[0] !== leafPage) parent = child(parent);
    const leaf = bytes(file, at(child(parent)), pageSize);
    writeSync(file, Buffer.alloc(pageSize), 0, pageSize, at(child(parent)));
    ftruncateSync(file, last * pageSize);
    writeSync(file, leaf, 0, pageSize, at(last));
    writeSync(file, bigEndian(last), 0, 4, at(parent) + 8);
    writeSync(file, bigEndian(last), 0, 4, 28); // pages of the file
  } finally {
    closeSync(file);
  }
}

async function rootPage(source: string, table: string): Promise<number> {
  const SQL = await initSqlJs();
  const db = new SQL.Database(readFileSync(source));
  const found = db.exec("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table])[0]?.values[0]?.[0];
  db.close();
  if (typeof found !== "number") throw new Error(`${source} has no table ${table}`);
  return found;
}

function bytes(file: number, offset: number, length: number): Buffer {
  const read = Buffer.alloc(length);
  readSync(file, read, 0, length, offset);
  return read;
}

function bigEndian(value: number): Buffer {
  const written = Buffer.alloc(4);
  written.writeUInt32BE(value);
  return written;
}
