/** Who changed what: found by comparing a mapping before and after, whoever changed it, and kept line by line. */

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Disk } from "./durable.js";
import type { MappingRecord } from "./mapping_record.js";

export interface AuditLine {
  timestamp: string;
  iModelId: string;
  path: string;
  userEmail: string | null;
  action: "Created" | "Updated" | "Deleted";
  changes: { property: string; oldValue: string | null; newValue: string | null }[];
}

type Fields = Record<string, string>;

export class Audit {
  #tail: Promise<void> = Promise.resolve();

  private constructor(private readonly disk: Disk) {}

  static async open(disk: Disk): Promise<Audit> {
    const audit = new Audit(disk);
    const text = await readFile(audit.#file, "utf8").catch(() => "");
    // The last line of a service that was killed may be cut short: the next one begins anew.
    if (text !== "" && !text.endsWith("\n")) await disk.append(audit.#file, "\n");
    return audit;
  }

  /** `user` null: a change that did not come through the API. */
  async compare(
    before: MappingRecord | undefined,
    after: MappingRecord | undefined,
    user: string | null,
  ): Promise<void> {
    const iModelId = (after ?? before)?.iModelId ?? "";
    const timestamp = new Date().toISOString();
    const lines: string[] = [];
    for (const entry of differences(before, after))
      lines.push(`${JSON.stringify({ timestamp, iModelId, userEmail: user, ...entry } satisfies AuditLine)}\n`);
    if (lines.length === 0) return;
    const written = this.#tail.then(() => this.disk.append(this.#file, lines.join("")));
    this.#tail = written.catch(() => {});
    await written;
  }

  /** From the oldest to the newest. */
  async *entries(iModelId: string): AsyncGenerator<AuditLine> {
    await this.#tail;
    const input = createReadStream(this.#file);
    try {
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        const entry = parsed(line);
        if (entry?.iModelId.toLowerCase() === iModelId.toLowerCase()) yield entry;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    } finally {
      input.destroy();
    }
  }

  get #file(): string {
    return this.disk.at("audit.jsonl");
  }
}

function parsed(line: string): AuditLine | undefined {
  try {
    return JSON.parse(line) as AuditLine;
  } catch {
    return undefined;
  }
}

function* differences(before: MappingRecord | undefined, after: MappingRecord | undefined) {
  const old = before ? partsOf(before) : new Map<string, Fields>();
  const now = after ? partsOf(after) : new Map<string, Fields>();
  for (const [path, fields] of now) {
    const was = old.get(path);
    const changes = changesOf(was ?? {}, fields);
    if (!was || changes.length > 0) yield { path, action: was ? ("Updated" as const) : ("Created" as const), changes };
  }
  for (const [path, fields] of old)
    if (!now.has(path)) yield { path, action: "Deleted" as const, changes: changesOf(fields, {}) };
}

function changesOf(old: Fields, now: Fields): AuditLine["changes"] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((property) => old[property] !== now[property])
    .map((property) => ({ property, oldValue: old[property] ?? null, newValue: now[property] ?? null }));
}

function partsOf(mapping: MappingRecord): Map<string, Fields> {
  const root = `mappings/${mapping.id}`;
  const parts = new Map<string, Fields>();
  const { name: mappingName, description, extractionEnabled } = mapping;
  parts.set(root, { mappingName, description, extractionEnabled: String(extractionEnabled) });
  for (const group of mapping.groups) {
    const path = `${root}/groups/${group.id}`;
    const metadata = group.metadata.length > 0 ? { metadata: JSON.stringify(group.metadata) } : {};
    parts.set(path, { groupName: group.name, description: group.description, query: group.query, ...metadata });
    for (const { id, name, dataType, quantityType, calculatedPropertyType, formula, entries } of group.columns) {
      const ecProperties = entries.length > 0 ? JSON.stringify(entries) : undefined;
      const fields = { propertyName: name, dataType, quantityType, calculatedPropertyType, formula, ecProperties };
      const set = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
      parts.set(`${path}/properties/${id}`, Object.fromEntries(set));
    }
  }
  return parts;
}
