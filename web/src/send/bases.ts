// What was live when it was last the same as the mapping here: whoever has changed it since is somebody else.
import { type Kept, readAll, write } from "../lib/database";

export interface Base {
  /** With ids. */
  live: string;
  /** The saved answer that was compared with then. */
  answer?: string;
}

/** Where bases are put; tests bring their own. */
export interface BaseShelf {
  get(place: string): Promise<Base | undefined>;
  put(place: string, base: Base): Promise<unknown>;
  clear(place: string): Promise<unknown>;
}

export const baseShelf: BaseShelf = {
  get: async (place) => (await readAll<Base & Kept>("bases", place)).find(({ key }) => key === place),
  put: (place, base) => write("bases", [{ ...base, key: place } as Base & Kept]),
  clear: (place) => write("bases", [], [place]),
};
