/** Keys for the OData addresses of a report. What is kept is a salted hash: the key itself is told once. */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyRow } from "../store/reports_state.js";
import type { Store } from "../store/store.js";
import type { Shape } from "../wire/shapes.js";
import { maybeTextIn, somethingIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { param } from "./found.js";
import { type Body, type Call, type Operation, operation } from "./operation.js";
import { link } from "./paging.js";
import { reporting } from "./paths.js";
import { reportOf } from "./report_resources.js";
import { operationsOf, type Resource } from "./resource.js";

const longestDays = 184;
const day = 24 * 3600 * 1000;
const path = `${reporting}/keys`;

const state = (call: Call) => call.service.store.keys;
const hashOf = (salt: string, secret: string): Buffer => createHash("sha256").update(salt).update(secret).digest();

/** Whether a key opens a report's tables now. */
export function opens(store: Store, reportId: string, secret: string): boolean {
  const now = new Date().toISOString();
  return store.keys.value.keys.some(
    (row) =>
      row.reportId === reportId &&
      row.expiresAt > now &&
      timingSafeEqual(Buffer.from(row.hash, "hex"), hashOf(row.salt, secret)),
  );
}

function keyOf(call: Call): KeyRow {
  const found = state(call).value.keys.find(({ id }) => id === param(call, "apiKeyId"));
  if (found) return found;
  throw new ApiFault("ApiKeyNotFound", { target: "id" });
}

function endIn(body: Body): string {
  const text = maybeTextIn(body, "expiresAt");
  const latest = Date.now() + longestDays * day;
  if (text === undefined) return new Date(latest).toISOString();
  const end = Date.parse(text);
  if (Number.isNaN(end)) throw invalid("expiresAt", "Field expiresAt is no time.");
  if (end <= Date.now()) throw invalid("expiresAt", "Field expiresAt is in the past.");
  if (end > latest + day) throw invalid("expiresAt", "Field expiresAt is more than six months ahead.");
  return new Date(end).toISOString();
}

const shown = (row: KeyRow, call: Call): Shape<"Key">["key"] => ({
  id: row.id,
  displayName: row.displayName,
  userEmail: row.userEmail,
  expiresAt: row.expiresAt,
  _links: { report: link(call, `${reporting}/reports/${row.reportId}`) },
});

const keys: Resource<KeyRow> = {
  tag: "Reporting: keys",
  name: "ApiKey",
  plural: "ApiKeys",
  word: "key",
  path,
  id: "apiKeyId",
  keys: { one: "key", many: "keys" },
  shapes: { one: "Key", many: "Keys", update: "KeyUpdate" },
  faults: ["ApiKeyNotFound"],
  listQuery: [
    { name: "reportId", description: "Only keys of this report." },
    { name: "expired", description: "true: only those that have expired; false: only the others." },
  ],
  list: (call) => {
    const reportId = call.query.get("reportId");
    const expired = call.query.get("expired")?.toLowerCase();
    if (expired !== undefined && expired !== "true" && expired !== "false")
      throw invalid("expired", "Parameter expired must be true or false.");
    const now = new Date().toISOString();
    return state(call).value.keys.filter(
      (row) =>
        row.userEmail === call.user &&
        (reportId === undefined || row.reportId === reportId) &&
        (expired === undefined || String(row.expiresAt <= now) === expired),
    );
  },
  find: keyOf,
  keyOf: ({ id }) => id,
  show: (row, call) => shown(row, call),
  update: async (call, _, body) => {
    const displayName = maybeTextIn(body, "displayName");
    somethingIn(displayName === undefined ? {} : { displayName }, "key");
    if (displayName?.trim() === "") throw invalid("displayName", "Field displayName was empty.");
    return state(call).change(() => {
      const row = keyOf(call);
      row.displayName = displayName ?? row.displayName;
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change((value) => {
      value.keys = value.keys.filter((row) => row.id !== id);
    }),
};

const create = operation({
  method: "POST",
  path,
  name: "createApiKey",
  tag: keys.tag,
  summary: "Make a key for a report's tables; it is told in this answer alone.",
  faults: ["ReportNotFound", "InvalidInsightsRequest"],
  takes: "KeyCreate",
  gives: "KeyCreated",
  run: async (call) => {
    const displayName = textIn(call.body, "displayName");
    const report = reportOf(call, textIn(call.body, "reportId"));
    const expiresAt = endIn(call.body);
    const apiKey = randomBytes(24).toString("base64url");
    const salt = randomBytes(16).toString("hex");
    const hash = hashOf(salt, apiKey).toString("hex");
    const row: KeyRow = {
      id: crypto.randomUUID(),
      displayName,
      reportId: report.id,
      userEmail: call.user,
      expiresAt,
      salt,
      hash,
    };
    await state(call).change((value) => void value.keys.push(row));
    return { key: shown(row, call), apiKey };
  },
});

export const keyOperations: readonly Operation[] = [create, ...operationsOf(keys)];
