// PageFile: a snapshot as numbered pages, for those who read SQLite's B-trees themselves. It answers only for files of
// the ordinary kind; whatever is unusual is for SQLite to read.
//
//   PageFile::Answer answer = PageFile::of(database);
//   if (!answer.file) return readWithSqlite();            // answer.notForMe says why
//   TableCursor cursor(*answer.file, layout.rootPage);    // table_cursor.h
//
// https://sqlite.org/fileformat2.html has the format. The database is immutable: pages never change. Write-ahead logs
// and journals lie below (snapshot_files.h): what is read here is the file and its log together.
//
// A cursor or reader that fails says so by its answer, and failure() tells the fault, as SQLite's connections do.
#pragma once

#include <memory>
#include <string_view>

#include "premap/sqlite/database.h"

namespace premap {

class PageFile {
 public:
  struct Answer {
    std::unique_ptr<PageFile> file;
    std::string_view notForMe;  ///< when there is none: what is unusual about the file
  };

  /// The database outlives it, and everything that reads through it. Cost: reads the header.
  static Answer of(Database& db);

  uint32_t pageSize() const { return pageSize_; }
  /// Of a page, without the bytes an extension reserved at its end.
  uint32_t usableSize() const { return usableSize_; }
  uint32_t pageCount() const { return pageCount_; }

  /// A page in place; empty, and a fault, when the file has none of that number or it could not be read.
  PageCache::Hold hold(uint32_t page);

  /// Notes what is wrong; answers false, for `return file.corrupt(…)`. `what` is a literal.
  bool corrupt(uint32_t page, std::string_view what);
  /// More memory was wanted than there is.
  bool outOfMemory(uint32_t page);

  /// The last fault: `file-corrupt` with the page, `file-unreadable`, `file-changed`, or `sqlite-error` for a value
  /// that does not fit into memory.
  Diagnostic failure() const;

  uint64_t pagesRead() const { return pagesRead_; }

 private:
  enum class Fault : uint8_t { None, Corrupt, Unreadable, Memory };
  explicit PageFile(PageCache& cache) : cache_(cache) {}
  std::string_view readHeader(uint64_t byteLength);
  bool isNeverTree(uint32_t page) const;

  PageCache& cache_;
  uint32_t pageSize_ = 0, usableSize_ = 0, pageCount_ = 0;
  bool hasPointerMap_ = false;
  Fault fault_ = Fault::None;
  uint32_t faultPage_ = 0;
  std::string_view what_;
  uint64_t pagesRead_ = 0;
};

}  // namespace premap
