// The rooms behind the page, and what goes through several of them. A panel reads the state of what it shows and calls its
// actions; only this folder talks to the engine.
//
//   const workbench = new Workbench();
//   await workbench.openSample();
//   workbench.selectGroup(1);
import type { Engine } from "premap";
import type { RowsFilter } from "../lib/filters";
import { locate } from "../lib/outline";
import { Store } from "../lib/store";
import { noWish } from "./arranging";
import { Asides, type Listed } from "./asides";
import { Comparing } from "./comparing";
import { Documents } from "./documents";
import { Edits } from "./edits";
import { EngineRoom } from "./engine";
import { Files, type SampleName, type Wishes } from "./files";
import { Picture } from "./picture";
import { Questions } from "./questions";
import { SavingRoom } from "./saving";
import { Selection } from "./selection";
import { ServiceRoom } from "./service";
import type { MappingApi } from "./types";

export class Workbench {
  readonly engine: EngineRoom;
  readonly documents: Documents;
  readonly files: Files;
  readonly selection = new Selection();
  readonly questions: Questions;
  readonly edits: Edits;
  readonly asides: Asides;
  readonly picture: Picture;
  readonly service: ServiceRoom;
  readonly saving: SavingRoom;
  readonly comparing: Comparing;

  /** Whose elements are listed in a sheet of their own. */
  readonly listing = new Store<{ listed: Listed | null }>({ listed: null });

  /** Tests bring an engine of their own. */
  constructor(create?: () => Promise<Engine>) {
    this.engine = new EngineRoom(create);
    this.documents = new Documents(this.engine);
    this.files = new Files(this.engine, this.documents);
    this.questions = new Questions(this.engine, this.documents, this.files, this.selection);
    this.picture = new Picture(this.engine, this);
    this.documents.listener = this.questions;
    this.files.listener = {
      opened: () => this.questions.opened(),
      replaced: () => this.questions.replaced(),
      closing: () => (this.questions.closing(), this.picture.closing(), this.comparing.forget()),
    };
    this.edits = new Edits(this.engine, this.documents, this.selection, this.questions, this.files);
    this.asides = new Asides(this);
    this.service = new ServiceRoom(this.documents);
    this.saving = new SavingRoom(this.documents);
    this.comparing = new Comparing(this.engine, this.documents, this.files);
    this.engine.onCrash = (isStopped) => this.#afterCrash(isStopped);
  }

  async openSample(name?: SampleName, after?: Wishes): Promise<void> {
    if (await this.files.openSample(name, after)) this.selection.showReason(this.questions.table);
  }

  /** Opens the last file again. */
  async reopen(): Promise<void> {
    this.engine.resume();
    if (!(await this.files.reopen())) await this.openSample();
  }

  #afterCrash(isStopped: boolean): void {
    this.documents.forgetRead();
    this.files.close();
    if (!isStopped) void this.reopen();
  }

  /** Saves the mapping where it came from: a service that is connected, else its file. */
  async save(): Promise<void> {
    const { documents, saving, service } = this;
    // What was typed last is on its way into the text.
    await this.edits.settled;
    if (service.state.phase === "on" && service.isServed(documents.now)) {
      await service.save();
      // What came of it is told there.
      if (service.state.saving.phase !== "saved") service.open();
    } else await saving.save();
  }

  /** Saves the mapping as a file that the user names. */
  async saveAs(): Promise<void> {
    await this.edits.settled;
    await this.saving.saveAs();
  }

  selectGroup(group: number): void {
    if (group === this.documents.now.group) return;
    this.engine.forgive();
    this.documents.setGroup(group);
    this.questions.regrouped();
    void this.questions.showTable();
  }

  /**
   * Chooses an element's row, in the table of the group on screen or of the first group that has it. False: it is in no group.
   * A row that is not loaded is found by a filter, for all to see.
   */
  async chooseElement(id: string, groups: readonly number[]): Promise<boolean> {
    const [first] = groups;
    if (first === undefined) {
      this.selection.choose(null);
      return false;
    }
    if (!groups.includes(this.documents.now.group)) this.selectGroup(first);
    await this.questions.chooseElement(id);
    return true;
  }

  /** The rows of a group that fulfil conditions; none: all of them. */
  showRows(group: string, where: readonly RowsFilter[]): void {
    const at = this.documents.state.outline?.groups.findIndex(({ name }) => (name ?? "") === group) ?? -1;
    if (at < 0) return;
    this.selectGroup(at);
    void this.questions.arranging.want({ ...noWish, where });
  }

  /** The summary of a column: its header in the table. */
  showColumn(pointer: string): void {
    this.goTo(pointer);
    this.selection.chooseHeader();
  }

  /** Where a diagnostic's pointer leads: selects its group and, when it names a property, that column. */
  goTo(pointer: string): void {
    const { outline } = this.documents.state;
    if (!outline) return;
    const { group, column } = locate(outline, pointer);
    if (group >= 0) this.selectGroup(group);
    const item = outline.groups[group]?.columns[column];
    this.selection.chooseColumn(item?.name, this.questions.table, item?.pointer);
  }

  /** Chooses a group as a whole. */
  goToGroup(group: number): void {
    this.selection.choose(null);
    this.selectGroup(group);
  }

  /** By whose rules the mapping is judged; null: the text tells. */
  chooseApi(api: MappingApi | null): void {
    this.documents.setApi(api);
    void this.questions.check();
  }
}
