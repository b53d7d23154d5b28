// For bundlers that place no files: the package's dist folder is served as it is, and the app says where.
import { createEngine } from "premap";
import { lookAtFiles, tell } from "./look.mjs";

const worker = new Worker("/premap/worker.js", { type: "module" });
tell(createEngine({ worker, wasm: "/premap/engine.wasm" }).then(lookAtFiles));
