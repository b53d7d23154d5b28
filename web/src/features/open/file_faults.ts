// A headline and a way out for each reason a file does not open. The engine's own hint comes first where it has one.
import type { ProblemKind } from "../../engine";

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
