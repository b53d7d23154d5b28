// Effects run as soon as what they belong to is on the page, before the next key or click: as React has it for what a key or a
// click has changed. Preact waits for the next frame, in which an editor could be given back the text before the last key.
import { options } from "preact";

options.requestAnimationFrame = (run: () => void): void => queueMicrotask(run);
