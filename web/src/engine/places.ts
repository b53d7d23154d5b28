// Where the page is, as an address, and how it gets to one: mapping, group, column, row. What a link names and is not there is said.
import type { Address } from "./address";
import { documentOf, type DocumentsState } from "./documents";
import { valueOf } from "./jobs";
import type { CellPlace } from "./selection";
import type { Preview } from "./types";
import type { Workbench } from "./workbench";

/** The group of a name, of several the nth; letter case aside where none is spelt so. */
function groupNamed({ outline }: DocumentsState, name: string, nth = 1): number {
  const groups = outline?.groups ?? [];
  const all = (fits: (own: string) => boolean) => [...groups.keys()].filter((index) => fits(groups[index]?.name ?? ""));
  const exact = all((own) => own === name);
  const alike = exact.length > 0 ? exact : all((own) => own.toLowerCase() === name.toLowerCase());
  return alike[nth - 1] ?? -1;
}

/** The mapping's own column before one of every table. */
function columnNamed(table: Preview, name: string): number {
  const own = table.columns.findIndex((column) => !column.isDefault && column.name === name);
  return own >= 0 ? own : table.columns.findIndex((column) => column.name === name);
}

/** The place on screen, without what the frame adds. */
export function placeOf(documents: DocumentsState, table: Preview | undefined, cell: CellPlace | null): Address {
  const { name, group: index } = documentOf(documents);
  const groups = documents.outline?.groups ?? [];
  const group = groups[index];
  if (!group?.name) return {};
  const nth = groups.slice(0, index + 1).filter((other) => other.name === group.name).length;
  const column = cell ? table?.columns[cell.column]?.name : undefined;
  return {
    ...(documents.all.length > 1 ? { mapping: name } : {}),
    group: group.name,
    nth,
    ...(column === undefined ? {} : { column }),
    ...(column !== undefined && cell && cell.row >= 0 ? { row: cell.row + 1 } : {}),
  };
}

/** Brings the page to a place; answers what of it is not there, in words. A later one takes over. */
export class Way {
  #turn = 0;

  constructor(private readonly workbench: Workbench) {}

  async go(address: Address): Promise<string | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    const { documents, selection } = this.workbench;
    if (address.mapping !== undefined && address.mapping !== documents.now.name) {
      const at = documents.state.all.findIndex(({ name }) => name === address.mapping);
      if (at < 0) return `The link leads to the mapping ${address.mapping}, which is not open.`;
      documents.select(at);
    }
    if (address.group === undefined) return undefined;
    await documents.outlined;
    if (turn !== this.#turn) return undefined;
    const group = groupNamed(documents.state, address.group, address.nth);
    if (group < 0) return `The link leads to the group ${address.group}, which this mapping does not have.`;
    this.workbench.selectGroup(group);
    if (address.column === undefined) {
      selection.choose(null);
      return undefined;
    }
    const { phase } = this.workbench.files.state.snapshot;
    if (phase !== "ready" && phase !== "loading") {
      selection.want(address.column);
      return undefined;
    }
    const table = await this.#table(address.group);
    if (turn !== this.#turn || !table) return undefined;
    const column = columnNamed(table, address.column);
    if (column < 0) return `The link leads to the column ${address.column}, which ${address.group} does not have.`;
    const row = (address.row ?? 0) - 1;
    const isThere = row < 0 || this.workbench.questions.rowAt(row) !== undefined;
    selection.choose({ row: isThere ? row : -1, column });
    if (isThere) return undefined;
    return table.complete
      ? `The link leads to row ${address.row}; ${address.group} has ${table.rowCount}.`
      : `The link leads to row ${address.row}, and the first ${table.rowCount} are loaded. Load all rows, then follow it again.`;
  }

  /** The table of the group, once it is there; undefined when it cannot be. */
  #table(group: string): Promise<Preview | undefined> {
    const { preview } = this.workbench.questions;
    return new Promise((resolve) => {
      const look = () => {
        const { state } = preview;
        const data = valueOf(state);
        const isThere = state.phase === "ready" && data?.groupName.toLowerCase() === group.toLowerCase();
        if (!isThere && state.phase !== "failed" && state.phase !== "cancelled") return;
        leave();
        resolve(isThere ? data?.table : undefined);
      };
      const leave = preview.subscribe(look);
      look();
    });
  }
}
