/** A mapping's text that is worked on: what is asked is asked about the text as it is then; see {@link MappingDocument}. */

import { mappingText } from "./arguments.js";
import { applyEdits } from "./edits.js";
import { isNoMapping } from "./errors.js";
import type { PlanOptions, PushPlan } from "./plan/types.js";
import type {
  Engine,
  Explanation,
  ExplainOptions,
  Extract,
  ExtractOptions,
  FixedMapping,
  GroupFacts,
  GroupFactsOptions,
  MappingDocument,
  MappingInput,
  MappingOutline,
  PatchStep,
  Preview,
  PreviewOptions,
  Profile,
  ProfileOptions,
  Snapshot,
  SnapshotMappingDocument,
  TextEdit,
  ValidateOptions,
  ValidationReport,
  View,
  ViewOptions,
} from "./types.js";

/** Who answers for a document: an engine, or a snapshot's session. */
export type Asked = Pick<Engine, "outline" | "apply" | "validate" | "fix">;

const nothing: MappingOutline = {
  api: "groupingAndMapping",
  mappingCount: 0,
  name: "",
  pointer: "",
  span: { begin: 0, end: 0, line: 1, column: 1, from: 0, to: 0 },
  groups: [],
};

export class TextDocument implements MappingDocument {
  text: string;
  #read: { text: string; outline: Promise<MappingOutline> } | undefined;
  #lastGood = nothing;

  constructor(
    protected readonly asked: Asked,
    mapping: MappingInput,
  ) {
    this.text = mappingText(mapping);
  }

  update(text: string): void {
    this.text = text;
  }

  async outline(): Promise<MappingOutline & { isCurrent: boolean }> {
    if (this.#read?.text !== this.text) this.#read = { text: this.text, outline: this.asked.outline(this.text) };
    const { text, outline } = this.#read;
    try {
      const good = await outline;
      if (this.text === text) this.#lastGood = good;
      return { ...good, isCurrent: true };
    } catch (error) {
      if (!isNoMapping(error)) {
        this.#read = undefined; // another time it may be read
        throw error;
      }
      return { ...this.#lastGood, isCurrent: false };
    }
  }

  async apply(change: readonly PatchStep[] | readonly TextEdit[]): Promise<string> {
    const isPatch = (steps: typeof change): steps is readonly PatchStep[] =>
      steps.length === 0 || "op" in (steps[0] ?? {});
    if (!isPatch(change)) return (this.text = applyEdits(this.text, change));
    // A text that came meanwhile is not lost: the patch is made again on it.
    for (;;) {
      const before = this.text;
      const { mapping } = await this.asked.apply(before, change);
      if (this.text === before) return (this.text = mapping);
    }
  }

  validate(options?: ValidateOptions): Promise<ValidationReport> {
    return this.asked.validate(this.text, options);
  }

  fix(options?: Pick<ValidateOptions, "api" | "signal">): Promise<FixedMapping> {
    return this.asked.fix(this.text, options);
  }

  async planPush(options?: PlanOptions): Promise<PushPlan> {
    const { planOfTexts } = await import("./plan/plan.js");
    return planOfTexts(this.text, options, (mapping) => this.asked.outline(mapping));
  }
}

export class SnapshotTextDocument extends TextDocument implements SnapshotMappingDocument {
  constructor(
    asked: Asked,
    private readonly snapshot: Snapshot,
    mapping: MappingInput,
  ) {
    super(asked, mapping);
  }

  preview(options?: PreviewOptions): Promise<Preview> {
    return this.snapshot.preview(this.text, options);
  }
  view(options?: ViewOptions): Promise<View> {
    return this.snapshot.view(this.text, options);
  }
  profile(options?: ProfileOptions): Promise<Profile> {
    return this.snapshot.profile(this.text, options);
  }
  explain(options: ExplainOptions): Promise<Explanation> {
    return this.snapshot.explain(this.text, options);
  }
  groupFacts(options?: GroupFactsOptions): Promise<GroupFacts> {
    return this.snapshot.groupFacts(this.text, options);
  }
  extract(options: ExtractOptions): Extract {
    return this.snapshot.extract(this.text, options);
  }
}
