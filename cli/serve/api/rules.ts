/** The engine's rules over what a request brings: its diagnostics become the error's details, its codes the details' codes. */

import type { Diagnostic, Engine, MappingApi, RequestName } from "premap";
import type { Fault } from "../wire/shapes.js";
import { ApiFault, type FaultCode } from "./faults.js";

export class Rules {
  constructor(private readonly engine: Engine) {}

  async request(request: RequestName, fields: Record<string, unknown>): Promise<void> {
    const { diagnostics } = await this.engine.validateRequest(request, fields);
    refuse(diagnostics);
  }

  /** Judges the part of a mapping's text that a request has made; what was wrong before elsewhere is nobody's fault here. */
  async part(
    text: string,
    api: MappingApi,
    isMine: (fault: Diagnostic) => boolean,
    conflict?: FaultCode,
  ): Promise<void> {
    const { diagnostics } = await this.engine.validate(text, { api });
    refuse(diagnostics.filter(isMine), conflict);
  }

  /** A name of something other than a mapping, held to the same rule. */
  async name(field: string, value: unknown): Promise<void> {
    const { diagnostics } = await this.engine.validate(JSON.stringify({ mappingName: value, groups: [] }));
    refuse(
      diagnostics
        .filter(({ path }) => path === "/mappingName" || path === "")
        .map((each) => ({ ...each, target: field, message: each.message.replaceAll("mappingName", field) })),
    );
  }

  /** A query and metadata without a mapping around them. */
  async group(fields: Record<string, unknown>): Promise<void> {
    const text = JSON.stringify({ group: { groupName: "Group", ...fields } });
    const { diagnostics } = await this.engine.validate(text, { api: "groupingAndMapping" });
    refuse(diagnostics);
  }

  /** The type that a formula gives, among columns of these names and types. */
  async formulaType(columns: readonly { propertyName: string; dataType: string }[], formula: string): Promise<string> {
    const of = (dataType: string) =>
      JSON.stringify({
        mappingName: "M",
        groups: [
          {
            groupName: "G",
            query: "SELECT ECInstanceId, ECClassId FROM bis.Element",
            properties: [...columns, { propertyName: "premap_probe", dataType, formula }],
          },
        ],
      });
    const place = `/groups/0/properties/${columns.length}`;
    for (const dataType of ["Integer", "Double", "Boolean"]) {
      const { diagnostics } = await this.engine.validate(of(dataType), { api: "groupingAndMapping" });
      const here = diagnostics.filter(({ path }) => path?.startsWith(place));
      if (here.some(({ code, severity }) => severity === "error" && code.startsWith("formula-"))) return "String";
      if (!here.some(({ code }) => code === "formula-type-mismatch")) return dataType;
    }
    return "String";
  }
}

/** `conflict`: the code where nothing is wrong but that a column of the name is there. */
export function refuse(diagnostics: readonly Diagnostic[], conflict?: FaultCode): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first) return;
  const isConflict = conflict !== undefined && errors.every(({ code }) => code === "name-duplicate-in-group");
  throw new ApiFault(isConflict ? conflict : "InvalidInsightsRequest", {
    ...(isConflict ? {} : { message: first.message }),
    ...(first.target === undefined ? {} : { target: first.target }),
    details: errors.slice(0, 100).map(faultOf),
  });
}

function faultOf({ code, message, target, hint }: Diagnostic): Fault {
  return {
    code,
    message: hint === undefined ? message : `${message}: ${hint}`,
    ...(target === undefined ? {} : { target }),
  };
}
