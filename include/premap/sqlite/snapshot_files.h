// A snapshot's file and what may lie beside it. An application that has a snapshot open, or that ended in the middle of
// its work, leaves a write-ahead log or a rollback journal: what SQLite would read is then the file
// and the log together.
#pragma once

#include <memory>
#include <string>

#include "premap/base/result.h"
#include "premap/sqlite/byte_source.h"

namespace premap {

struct SnapshotFiles {
  std::unique_ptr<ByteSource> main;
  std::unique_ptr<ByteSource> wal;      ///< `x.bim-wal`; null when there is none
  std::unique_ptr<ByteSource> journal;  ///< `x.bim-journal`; null when there is none
  bool mayLackLog = false;              ///< a log may exist that whoever gave the file could not see
};

/// What SQLite would read, as one source, and what is to be said about it.
struct RecoveredFile {
  std::unique_ptr<ByteSource> bytes;
  Diagnostics notes;  ///< `file-log-not-given`, `file-log-ignored`
};

/// Lays the logs over the file: a hot journal is rolled back, whole commits of a write-ahead log are taken up. Nothing
/// is written. Without a log the file is answered as it is, and nothing of it is read but its header where it may lack
/// one. Errors: `file-log-unreadable`. Cost: one pass over the logs, 8 bytes of memory for each page in them.
Result<RecoveredFile> recover(SnapshotFiles files);

/// The file and the logs that lie beside it on disk, native builds only. Errors: `file-unreadable`.
Result<SnapshotFiles> openSnapshotFiles(const std::string& path);

}  // namespace premap
