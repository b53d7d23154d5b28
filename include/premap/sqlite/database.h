// A read-only SQLite database over a ByteSource, and its statements.
//
//   auto db = Database::open(std::move(source));
//   auto statement = (*db)->prepare("SELECT Id FROM bis_Element WHERE ModelId = ?1");
//   statement->bind(1, int64_t{16});
//   while (statement->step() == Step::Row) use(statement->int64(0));
//
// Opened immutable and hardened: no writes, no journal, no attach, no triggers, no schema tricks (trusted_schema off,
// defensive). Files whose header asks for WAL mode open too: the two header bytes are presented as rollback mode, and a
// log beside the file is read by us (snapshot_files.h), not by SQLite.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "premap/base/result.h"
#include "premap/sqlite/page_cache.h"
#include "premap/sqlite/snapshot_files.h"
#include "premap/sqlite/stored_row.h"

struct sqlite3;
struct sqlite3_stmt;

namespace premap {

enum class Step : uint8_t { Row, Done, Failed, Interrupted };
/// One prepared statement. Column indexes count from 0, parameter indexes from 1 (SQLite's own habit).
/// Views (text, blob) live until the next step or reset.
class Statement final : public StoredRow {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  Statement(Statement&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  Step step();
  void reset();
  /// After Step::Failed: SQLite's message as a diagnostic (`sqlite-error`, or `file-corrupt`/`file-unreadable`).
  Diagnostic failure() const;

  void bind(int index, int64_t value);
  void bind(int index, double value);
  void bind(int index, std::string_view text);
  void bindBlob(int index, std::span<const std::byte> bytes);
  /// Binds an array of ids that SQL reads with the table-valued function `premap_ids(?N)` (column `value`).
  void bindIds(int index, std::vector<int64_t> ids);

  int columnCount() const;
  ColumnType type(int index) const override;
  int64_t int64(int index) const override;
  double real(int index) const override;
  std::string_view text(int index) const override;
  std::span<const std::byte> blob(int index) const override;

  sqlite3_stmt* handle() const { return handle_; }

 private:
  sqlite3_stmt* handle_ = nullptr;
};

/// What running statements cost; the same on every machine, so that a test can compare it.
struct Work {
  uint64_t executions = 0;  ///< statements run; one that is reset and run again counts again
  uint64_t steps = 0;       ///< instructions of SQLite's virtual machine
};

class Database {
 public:
  /// Errors: `file-empty`, `file-not-sqlite`, `file-truncated`, `file-corrupt`, `file-unreadable`,
  /// `file-log-unreadable`. Cost: reads the header page and the pages of sqlite_schema, and a log once; independent of
  /// the file's size.
  static Result<std::unique_ptr<Database>> open(SnapshotFiles files);
  static Result<std::unique_ptr<Database>> open(std::unique_ptr<ByteSource> source);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Errors: `sqlite-error`; its span is the place in `sql` when SQLite knows it.
  Result<Statement> prepare(std::string_view sql);

  /// Called every few thousand virtual-machine steps; returning true interrupts the running statement.
  void setProgress(std::function<bool()> shouldStop);
  /// Asks it, for those who read without a statement.
  bool shouldStop() const;

  /// True when the database has a table or view of that name.
  bool hasTable(std::string_view name);

  /// What is to be known about the file and its logs: nothing that keeps it from being read.
  const Diagnostics& notes() const;
  /// The pieces of the file in memory, for those who read pages themselves (premap/pages/); lives as
  /// long as the database.
  PageCache& pageCache();
  uint64_t byteLength() const;
  uint64_t bytesRead() const;       ///< bytes that were read so far; the cache fetches more at once, or has them
  uint64_t readCount() const;       ///< number of reads so far
  uint64_t statementCount() const;  ///< statements prepared so far
  Work work() const;                ///< what statements did so far, running ones included

  sqlite3* handle() const { return handle_; }

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  sqlite3* handle_ = nullptr;
};

}  // namespace premap
