// A headline and a way out for each reason a file does not open. The engine's own hint comes first where it has one.
import type { FileNotice, ProblemKind } from "../../engine";

interface FileFault {
  title: string;
  todo: string;
}

const faults: Record<string, FileFault> = {
  "file-empty": { title: "The file is empty", todo: "It has no bytes at all. Download or copy it again." },
  "file-not-sqlite": {
    title: "This is not a snapshot",
    todo: "Choose the .bim file itself, not an archive or a drawing. Snapshots are SQLite databases.",
  },
  "file-not-imodel": {
    title: "This is a database, but not an iModel",
    todo: "Choose a .bim snapshot made from an iModel.",
  },
  "file-truncated": {
    title: "The file is cut off",
    todo: "Part of it is missing, as after an interrupted download. Get the file again.",
  },
  "file-corrupt": {
    title: "The file is damaged",
    todo: "Its contents do not fit together. Get the file again from its source.",
  },
  "file-unreadable": {
    title: "The file cannot be read",
    todo: "It may have been moved, changed or locked since it was picked. Pick it again.",
  },
  "file-changed": {
    title: "The file was written to",
    todo: "An application changed it while it was being opened. Choose it again.",
  },
  "file-log-unreadable": {
    title: "The log beside the file cannot be read",
    todo: "Open the file once with the application that wrote it, then open it here again.",
  },
  "profile-too-new": {
    title: "Made by a newer version than premap knows",
    todo: "Update premap, or export the snapshot with an older version of the tool that made it.",
  },
  "profile-too-old": {
    title: "Made by a version too old to read",
    todo: "Upgrade the iModel's profile with the tool that made it, then export it again.",
  },
  "profile-unknown": {
    title: "The file's version cannot be told",
    todo: "It does not say which profile it has. Export the snapshot again.",
  },
  "engine-crashed": {
    title: "The engine stopped while opening it",
    todo: "Try again. If it happens every time, the file is most likely damaged.",
  },
};

export function fileFault(code: string, kind: ProblemKind): FileFault {
  return (
    faults[kind === "crashed" ? "engine-crashed" : code] ?? {
      title: "The file could not be opened",
      todo: "Try again, or open another file.",
    }
  );
}

/** What to say of a file that was not even tried. */
export function strangeFile({ why, start }: Pick<FileNotice & { why: Strange }, "why" | "start">): StrangeWords {
  if (why === "other") {
    const begins = start ? ` This one begins with \`${start}\`.` : "";
    return {
      title: "This is neither a snapshot nor a mapping",
      what: `A snapshot is an SQLite database (.bim), a mapping is JSON text.${begins}`,
      todo: "Choose the .bim file itself, not an archive or a drawing, or the mapping as a .json file.",
    };
  }
  return strange[why];
}

type Strange = "unreadable" | "empty" | "other" | "too-large";
interface StrangeWords extends FileFault {
  what: string;
}

const strange: Record<Exclude<Strange, "other">, StrangeWords> = {
  empty: {
    title: "The file is empty",
    what: "It has no bytes at all.",
    todo: "Download or copy it again.",
  },
  unreadable: {
    title: "The file cannot be read",
    what: "It was moved, deleted or locked since it was chosen, or reading it is not allowed.",
    todo: "Choose it again.",
  },
  "too-large": {
    title: "The file is too large for a mapping",
    what: "A mapping has some thousand groups and columns, and takes a few megabytes.",
    todo: "Choose the mapping itself, not an extraction or an export of the model.",
  },
};
