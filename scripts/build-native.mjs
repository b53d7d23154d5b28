// Builds the native tests.
import { buildPreset } from "./lib/cmake.mjs";
import { helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/build-native.mjs [PRESET]

Builds the native engine and its tests; the preset is ci unless given (dev, ci, asan, release).
`);

await main(() => {
  buildPreset(process.argv[2] ?? "ci");
});
