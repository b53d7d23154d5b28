// Keeps the page's address at what is on screen, and the page at what the address says after Back, Forward or a pasted link. A leap to
// another group, column or tab is a step one can go back; walking through the table's cells is not.
import { useEffect, useRef, useState } from "react";
import { type Address, addressText, documentOf, placeOf, readAddress, useWorkbench, valueOf, Way } from "../../engine";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";

/** Browsers take only so many changes of the address in a while: a key that is held down makes one (ms). */
const pause = 200;

interface AddressesProps {
  /** What the frame shows; undefined: what it shows at first. */
  tab: string | undefined;
  view: string | undefined;
  onFrame: (tab: string | undefined, view: string | undefined) => void;
}

/** What the user did last, and has not led to a change of the address yet. */
type Input = "table" | "elsewhere" | undefined;

export function Addresses({ tab, view, onFrame }: AddressesProps) {
  const workbench = useWorkbench();
  const documents = workbench.documents.use((s) => s);
  const table = workbench.questions.preview.use(valueOf)?.table;
  const cell = workbench.selection.use((s) => s.cell);
  const [missing, setMissing] = useState<string>();
  const follower = useRef<Follower>(undefined);
  follower.current ??= new Follower(new Way(workbench), setMissing);
  const { current } = follower;
  current.onFrame = onFrame;

  const mapping = documentOf(documents).name;
  const address = { ...placeOf(documents, table, cell), ...(tab ? { tab } : {}), ...(view ? { view } : {}) };
  const text = addressText(address);
  // What has another name after an edit is still the same place.
  const place = JSON.stringify([documents.at, documentOf(documents).group, cell?.column ?? null, tab, view]);
  const isRead = documents.outline?.isCurrent === true;

  useEffect(() => current.begin(), [current]);
  useEffect(() => {
    if (isRead) current.mappingIsThere();
  }, [current, isRead]);
  useEffect(() => {
    if (isRead || documents.all.length === 0) current.show(text, place, mapping);
  }, [current, text, place, mapping, isRead, documents.all.length]);

  if (missing === undefined) return null;
  return (
    <div className="banner" role="status">
      <Icon name="link" />
      <span>{missing}</span>
      <IconButton icon="close" label="Dismiss" onClick={() => setMissing(undefined)} />
    </div>
  );
}

class Follower {
  onFrame: AddressesProps["onFrame"] = () => {};
  #input: Input;
  /** The link that the page was opened with, until there is a mapping. */
  #wanted: Address | undefined;
  #isFollowing = false;
  #isBegun = false;
  #place: string | undefined;
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly way: Way,
    private readonly onMissing: (words: string | undefined) => void,
  ) {}

  begin(): () => void {
    if (!this.#isBegun) this.#wanted = readAddress(location.hash);
    this.#isBegun = true;
    const onInput = ({ target }: Event) => {
      this.#input = target instanceof Element && target.closest('[role="grid"]') ? "table" : "elsewhere";
    };
    const onLink = ({ state }: PopStateEvent) => {
      const { mapping } = (state ?? {}) as { mapping?: string };
      const address = readAddress(location.hash) ?? {};
      void this.#follow(mapping === undefined ? address : { mapping, ...address });
    };
    document.addEventListener("keydown", onInput, true);
    document.addEventListener("pointerdown", onInput, true);
    addEventListener("popstate", onLink);
    return () => {
      document.removeEventListener("keydown", onInput, true);
      document.removeEventListener("pointerdown", onInput, true);
      removeEventListener("popstate", onLink);
    };
  }

  mappingIsThere(): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted) void this.#follow(wanted);
  }

  async #follow(address: Address): Promise<void> {
    clearTimeout(this.#writing);
    this.#input = undefined;
    this.#isFollowing = true;
    this.onFrame(address.tab, address.view);
    this.onMissing(undefined);
    const missing = await this.way.go(address);
    this.#isFollowing = false;
    // The address stays what was asked for until one goes elsewhere.
    if (missing !== undefined) this.onMissing(missing);
  }

  show(text: string, place: string, mapping: string): void {
    const isElsewhere = place !== this.#place;
    this.#place = place;
    if (this.#isFollowing || this.#wanted) return;
    const isLeap = isElsewhere && this.#input === "elsewhere";
    clearTimeout(this.#writing);
    const write = () => {
      this.#input = undefined;
      if (text === location.hash) return;
      const url = location.pathname + location.search + text;
      if (isLeap) history.pushState({ mapping }, "", url);
      else history.replaceState({ mapping }, "", url);
    };
    if (isLeap) write();
    else this.#writing = setTimeout(write, pause);
  }
}
