/** One service a state folder: the second is told who has it. A lock whose process has gone is taken over. */

import { readFileSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { StateFault } from "./faults.js";

interface Holder {
  pid: number;
  /** Tells a process from a later one of the same number, where the system says when it began. */
  began: string;
  token: string;
}

export class FolderLock {
  private constructor(
    private readonly file: string,
    private readonly me: Holder,
  ) {}

  static async take(file: string): Promise<FolderLock> {
    const me = { pid: process.pid, began: beganAt(process.pid), token: crypto.randomUUID() };
    for (let tries = 0; tries < 20; tries += 1) {
      if (await made(file, me)) {
        // Two that found the same dead lock may both have made one: the last to write it has the folder.
        await after(30);
        if ((await holderOf(file))?.token === me.token) return new FolderLock(file, me);
        continue;
      }
      const holder = await holderOf(file);
      if (holder && isAlive(holder))
        throw new StateFault(
          `another premap serve (process ${holder.pid}) uses this state folder; end it, or name another one with --state`,
        );
      if (!holder) await after(50); // somebody is just writing it
      if (!holder || (await holderOf(file))?.token === holder.token) await rm(file, { force: true });
    }
    throw new StateFault("the state folder's lock changes all the time; are several services being started?");
  }

  async release(): Promise<void> {
    if ((await holderOf(this.file))?.token === this.me.token) await rm(this.file, { force: true });
  }
}

async function made(file: string, me: Holder): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(JSON.stringify(me));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = beganAt(pid);
  return began === "" || now === "" || began === now;
}

/** From Linux' table of processes; elsewhere nothing. */
function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
