/** ECSQL on a plant of 50,000 elements, as the native engine answered it; the snapshot is too large for the repository. */
// @module-tag slow
import { describe, it } from "vitest";
import { notHere, sharedSnapshot } from "../shared.ts";
import { goldenSuite } from "./support/case.ts";
import { ecsqlCases } from "./support/ecsql.ts";
import { inRoot } from "./support/files.ts";

const { snapshot, cases } = ecsqlCases(inRoot("tests/fixtures/ecsql/plant"));
const file = sharedSnapshot(snapshot);
if (file) goldenSuite("ecsql plant", file, cases);
else describe("ecsql plant", () => it.skip(notHere));
