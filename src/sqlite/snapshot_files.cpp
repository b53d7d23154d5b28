// Decides as SQLite would whether a log counts, and lays it over the file; one that does not is
// told, not dropped silently.
#include "premap/sqlite/snapshot_files.h"

#include <array>
#include <cstring>

#include "logs.h"

#ifndef __EMSCRIPTEN__
#include <unistd.h>

#include <cstdlib>
#endif

namespace premap {

const char kHowToFinishLog[] =
    "open the file once with the application that wrote it, or run `sqlite3 FILE 'pragma wal_checkpoint(truncate)'` "
    "where "
    "the file and its log lie side by side";

uint32_t bigEndian32(const std::byte* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint32_t>(bytes[i]);
  return value;
}

bool isPageSize(uint32_t size) {
  return size >= 512 && size <= 65536 && (size & (size - 1)) == 0;
}

namespace {

/// The first bytes of a database file; all zero where they cannot be read, which opening it then tells.
class FileHeader {
 public:
  explicit FileHeader(ByteSource& file) {
    if (file.size() < bytes_.size() || !file.readAt(0, bytes_)) bytes_ = {};
  }
  uint32_t pageSize() const {
    const uint32_t size = static_cast<uint32_t>(bytes_[16]) << 8 | static_cast<uint32_t>(bytes_[17]);
    return size == 1 ? 65536 : size;
  }
  bool asksForLog() const {
    return std::memcmp(bytes_.data(), "SQLite format 3", 16) == 0 && bytes_[18] == std::byte{2};
  }

 private:
  std::array<std::byte, 100> bytes_{};
};

Diagnostic notGiven() {
  return info("file-log-not-given",
              "applications keep changes of this file in a write-ahead log beside it (the same name with `-wal`), and "
              "none "
              "was given: what is only in such a log is not shown")
      .withHint(
          "if there is a file of that name that is not empty, open both together; if there is none, nothing is "
          "missing");
}

Diagnostic ignored(const std::string& what, const std::string& why) {
  return warning("file-log-ignored", "the " + what + " beside the file holds nothing that could be read: " + why)
      .withHint(
          "the file is shown as it is, which is what SQLite does too; delete the log if it belongs to another file");
}

using ReadLog = Result<LogContent> (*)(ByteSource& log, uint32_t pageSize);

Status layOver(RecoveredFile& file, std::unique_ptr<ByteSource> log, ReadLog readLog, const char* what) {
  Result<LogContent> content = readLog(*log, FileHeader(*file.bytes).pageSize());
  if (!content) return content.diagnostics();
  if (!content->why.empty()) file.notes.push_back(ignored(what, content->why));
  if (std::optional<LoggedPages>& pages = content->pages)
    file.bytes = makePageOverlay(std::move(file.bytes), std::move(log), std::move(pages->index), pages->pageCount);
  return {};
}

}  // namespace

Result<RecoveredFile> recover(SnapshotFiles files) {
  RecoveredFile file{std::move(files.main), {}};
  if (file.bytes->size() == 0) return file;  // SQLite throws away the logs of an empty file
  if (files.mayLackLog && !files.wal && FileHeader(*file.bytes).asksForLog()) file.notes.push_back(notGiven());
  if (files.journal) {
    Status rolledBack = layOver(file, std::move(files.journal), readRollbackJournal, "rollback journal (-journal)");
    if (!rolledBack) return rolledBack.diagnostics();
  }
  if (files.wal) {
    Status taken = layOver(file, std::move(files.wal), readWriteAheadLog, "write-ahead log (-wal)");
    if (!taken) return taken.diagnostics();
  }
  return file;
}

#ifndef __EMSCRIPTEN__
namespace {

// SQLite names the logs after the file itself, not after a link to it.
std::string withoutLinks(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  const std::string name = resolved ? resolved : path;
  std::free(resolved);
  return name;
}

Status openBeside(const std::string& path, std::unique_ptr<ByteSource>& out) {
  if (::access(path.c_str(), F_OK) != 0) return {};
  auto source = openFileSource(path);
  if (!source) return source.diagnostics();
  out = std::move(*source);
  return {};
}

}  // namespace

Result<SnapshotFiles> openSnapshotFiles(const std::string& path) {
  SnapshotFiles files;
  auto main = openFileSource(path);
  if (!main) return std::move(main.diagnostics());
  files.main = std::move(*main);
  const std::string name = withoutLinks(path);
  if (Status wal = openBeside(name + "-wal", files.wal); !wal) return wal.diagnostics();
  if (Status journal = openBeside(name + "-journal", files.journal); !journal) return journal.diagnostics();
  return files;
}
#endif

}  // namespace premap
