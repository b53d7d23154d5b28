// The package as a bundled program in Node uses it: a few questions, no files beside the bundle but what the bundler put there.
import { createEngine } from "premap";
import { look } from "./look.mjs";

const { bytesRead: _, ...found } = await look(await createEngine(), "building.bim", "shapes.bim");
console.log(JSON.stringify({ ...found, inPlace: true }));
