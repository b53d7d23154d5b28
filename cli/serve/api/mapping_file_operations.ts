/**
 * Mappings as whole files, for premap's own page: read as they are written, and written back only over what was read. The
 * vendor's API has no such thing, so they have an address of their own.
 */

import { createHash } from "node:crypto";
import { EngineError } from "premap";
import type { MappingRecord } from "../store/mapping_record.js";
import type { Shape } from "../wire/shapes.js";
import { textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { mappingOf, modelOf } from "./found.js";
import { type Call, type Operation, operation } from "./operation.js";
import { mappingFiles } from "./paths.js";
import { refuse } from "./rules.js";

const tag = "premap: mapping files";

/** Of what is written: the same text is the same version, whoever wrote it and when. */
const versionOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

const shown = ({ id, iModelId, file, text, modifiedOn }: MappingRecord): Shape<"MappingFile"> => ({
  file: { mappingId: id, iModelId, name: file, version: versionOf(text), modifiedOn, text },
});

/** As with a file that an editor leaves in the folder: any single mapping is one, whatever its rows will be. */
async function judge(call: Call, text: string): Promise<void> {
  const { engine } = call.service;
  const outline = await engine.outline(text).catch((error: unknown) => {
    if (error instanceof EngineError) refuse(error.diagnostics);
    throw error;
  });
  if (outline.mappingCount !== 1)
    throw invalid("text", `The text holds ${outline.mappingCount} mappings in place of one.`);
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalid("text", `The text is no JSON: ${(error as Error).message}`);
  }
}

async function replaceText(call: Call): Promise<MappingRecord> {
  const { id } = mappingOf(call);
  const text = textIn(call.body, "text");
  const version = textIn(call.body, "version");
  await judge(call, text);
  const written = await call.service.store.mappings.edit(
    id,
    (record) => {
      if (versionOf(record.text) !== version) throw new ApiFault("MappingFileChanged", { target: "version" });
      return { text };
    },
    async () => {},
  );
  if (!written) throw new ApiFault("MappingNotFound", { target: "mappingId" });
  return written;
}

export const mappingFileOperations: readonly Operation[] = [
  operation({
    method: "POST",
    path: mappingFiles,
    name: "createMappingFile",
    tag,
    summary: "Create a mapping from the text of its file.",
    faults: ["iModelNotFound", "InvalidInsightsRequest"],
    takes: "MappingFileCreate",
    gives: "MappingFile",
    run: async (call) => {
      const { iModelId } = modelOf(call, textIn(call.body, "iModelId"));
      const text = textIn(call.body, "text");
      return shown(await call.service.store.mappings.create({ iModelId, text }, (written) => judge(call, written)));
    },
  }),
  operation({
    method: "GET",
    path: `${mappingFiles}/{mappingId}`,
    name: "getMappingFile",
    tag,
    summary: "Get a mapping's file as it is written, and its version.",
    faults: ["MappingNotFound"],
    gives: "MappingFile",
    run: (call) => shown(mappingOf(call)),
  }),
  operation({
    method: "PUT",
    path: `${mappingFiles}/{mappingId}`,
    name: "replaceMappingFile",
    tag,
    summary: "Replace a mapping's file, if it is still of the version that was read.",
    faults: ["MappingNotFound", "MappingFileChanged", "MappingFileUnreadable", "InvalidInsightsRequest"],
    takes: "MappingFileReplace",
    gives: "MappingFile",
    run: async (call) => shown(await replaceText(call)),
  }),
];
