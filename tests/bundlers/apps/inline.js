// The same with everything inline, for bundlers that place no files.
import { createEngine } from "premap/inline";
import { lookAtFiles, tell } from "./look.mjs";

tell(createEngine().then(lookAtFiles));
