import { engineError } from "../errors.js";
import type { ByteSource } from "./source.js";

/** Node's file system; undefined elsewhere. Asked for by name so that bundlers see no import of it. */
export function nodeFileSystem(): typeof import("node:fs") | undefined {
  return globalThis.process?.getBuiltinModule?.("node:fs");
}

/** A path or `file:` URL, read in place. Errors: `file-unreadable`, and `source-unsupported` outside Node. */
export function pathSource(path: string | URL): ByteSource {
  const fs = nodeFileSystem();
  if (!fs) throw engineError("source-unsupported", "a path can be opened in Node only", "pass a File, a Blob or bytes");
  let file: number;
  let size: number;
  try {
    file = fs.openSync(path, "r");
    const status = fs.fstatSync(file);
    size = status.size;
    if (!status.isFile()) {
      fs.closeSync(file);
      throw Object.assign(new Error(), { code: "EISDIR" });
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return {
    size,
    read(offset, target) {
      try {
        for (let done = 0; done < target.byteLength;) {
          const count = fs.readSync(file, target, done, target.byteLength - done, offset + done);
          if (count === 0) return false;
          done += count;
        }
        return true;
      } catch {
        return false;
      }
    },
    close: () => fs.closeSync(file),
  };
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is not a file",
};

function unreadable(path: string | URL, error: unknown): Error {
  const code = (error as { code?: string }).code ?? "";
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return engineError(
    "file-unreadable",
    `cannot read \`${String(path)}\`: ${why}`,
    "check the path and its permissions",
  );
}
