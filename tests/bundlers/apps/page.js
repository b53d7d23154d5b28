// The app every bundler builds: opens a file the way a page does, and tells what it found in window.result.
import { createEngine } from "premap";
import { lookAtFiles, tell } from "./look.mjs";

tell(createEngine().then(lookAtFiles));
