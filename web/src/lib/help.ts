// Who asks for help, and about what: a code of the glossary, or nothing in particular.
import { Store } from "./store";

export const help = new Store<{ isOpen: boolean; topic: string }>({ isOpen: false, topic: "" });

/** Opens the glossary, at a code where one is given. */
export const askHelp = (topic = ""): void => help.set({ isOpen: true, topic });
