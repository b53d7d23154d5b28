/** SARIF 2.1.0: rules with their texts, results with their repairs. */

import type { Diagnostic, Severity, Span } from "../types.js";
import { list } from "./json.js";
import { type ReportSource, type Results, type Run, tooManyWarnings } from "./run.js";
import { jsonShown } from "./shown.js";

/** What there is to say of a code, whatever the case. */
export interface CatalogueEntry {
  code: string;
  severity: Severity;
  what: string;
  why: string;
  fix: string;
}

export interface SarifOptions {
  /** Of premap. */
  version: string;
  exitCode: number;
  /** By code. */
  catalogue: ReadonlyMap<string, CatalogueEntry>;
  /** The address of a file by its name; relative ones when left out. */
  uriOf?: (file: string) => string;
}

const levels = { error: "error", warning: "warning", info: "note" } as const;

export function* sarif(results: Results, options: SarifOptions): Generator<string> {
  const { version, exitCode, catalogue: known, uriOf = relativeUri } = options;
  const { runs } = results;
  const ids = [...new Set(runs.flatMap((run) => run.report.diagnostics.map((diagnostic) => diagnostic.code)))].sort();
  const ruleIndex = new Map(ids.map((id, index) => [id, index]));
  const run = {
    tool: { driver: { name: "premap", version, rules: ids.map((id) => rule(id, known.get(id))) } },
    invocations: [invocation(results, exitCode)],
    columnKind: "utf16CodeUnits",
    artifacts: [...new Set(runs.map((run) => run.file))].map((file) => ({ location: { uri: uriOf(file) } })),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  const head = jsonShown(JSON.stringify(log, null, 2));
  // The results are written one by one, as the last member of the run.
  yield head.slice(0, head.lastIndexOf("\n    }\n  ]\n}"));
  yield ',\n      "results": [';
  yield* list(allResults(runs, ruleIndex, uriOf), 8);
  yield "\n      ]\n    }\n  ]\n}\n";
}

function rule(id: string, entry: CatalogueEntry | undefined): object {
  const name = id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  if (!entry) return { id, name };
  const { severity, what, why, fix } = entry;
  return {
    id,
    name,
    shortDescription: { text: plain(what) },
    fullDescription: { text: plain(`${what} ${why}`) },
    help: { text: plain(`${what} ${why}\n\nWhat to do: ${fix}`), markdown: `${what} ${why}\n\n**What to do:** ${fix}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

const plain = (markdown: string): string => markdown.replaceAll("`", "");

/** What could not be read is a notification, besides being a result: the whole was not looked at. */
function invocation(results: Results, exitCode: number): object {
  const notifications = results.runs
    .filter((run) => run.isUnread)
    .flatMap((run) => run.report.diagnostics.map(({ message }) => ({ level: "error", message: { text: message } })));
  const tooMany = tooManyWarnings(results);
  if (tooMany) notifications.push({ level: "error", message: { text: tooMany } });
  return {
    executionSuccessful: !results.runs.some((run) => run.isUnread),
    exitCode,
    ...(notifications.length ? { toolExecutionNotifications: notifications } : {}),
  };
}

/** Relative, so that the report holds wherever the files are. */
export const relativeUri = (file: string): string => file.split("/").map(encodeURIComponent).join("/");

type UriOf = NonNullable<SarifOptions["uriOf"]>;

function* allResults(runs: readonly Run[], ruleIndex: Map<string, number>, uriOf: UriOf): Generator<object> {
  for (const run of runs)
    for (const diagnostic of run.report.diagnostics) yield result(diagnostic, run, ruleIndex, uriOf);
}

function result(diagnostic: Diagnostic, run: Run, ruleIndex: Map<string, number>, uriOf: UriOf): object {
  const { code, severity, message, hint, path, related = [] } = diagnostic;
  const { file, snapshot } = run;
  const location = (span: Diagnostic["span"]) => ({
    artifactLocation: { uri: uriOf(file) },
    ...(span?.line && run.source ? { region: region(span, run.source) } : {}),
  });
  const others = related.filter(({ span }) => span?.line);
  const fix = fixOf(diagnostic, run, uriOf);
  return {
    ruleId: code,
    ruleIndex: ruleIndex.get(code),
    level: levels[severity],
    message: { text: hint ? `${message}. ${hint}` : message },
    locations: [
      {
        physicalLocation: location(diagnostic.span),
        ...(path ? { logicalLocations: [{ fullyQualifiedName: path }] } : {}),
      },
    ],
    ...(others.length
      ? {
          relatedLocations: others.map(({ message, span }) => ({
            physicalLocation: location(span),
            message: { text: message },
          })),
        }
      : {}),
    ...(fix ? { fixes: [fix] } : {}),
    ...(snapshot === undefined ? {} : { properties: { snapshot } }),
  };
}

function region(span: Span, source: ReportSource): object {
  const end = endOf(span, source.text);
  const inBytes =
    source.offset === undefined ? {} : { byteOffset: source.offset + span.begin, byteLength: span.end - span.begin };
  return { startLine: span.line, startColumn: span.column, endLine: end.line, endColumn: end.column, ...inBytes };
}

function fixOf({ edits, hint, isPatchSafe }: Diagnostic, { file, source }: Run, uriOf: UriOf): object | undefined {
  if (!edits?.length || !source) return undefined;
  const words = hint ?? "repair it";
  return {
    description: { text: isPatchSafe ? `${words} (safe: premap validate --fix does it)` : words },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(file) },
        replacements: edits.map(({ span, text }) => ({
          deletedRegion: region(span, source),
          ...(text ? { insertedContent: { text } } : {}),
        })),
      },
    ],
  };
}

/** Where a piece ends that begins at `span`. */
function endOf(span: Span, text: string): { line: number; column: number } {
  const lines = text.slice(span.from, span.to).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? "";
  return { line: span.line + lines.length - 1, column: (lines.length > 1 ? 1 : span.column) + last.length };
}
