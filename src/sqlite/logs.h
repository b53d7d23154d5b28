// Reading the two logs SQLite keeps beside a database file; https://sqlite.org/fileformat2.html has their formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "page_overlay.h"
#include "premap/base/result.h"

namespace premap {

/// What a log makes of its file.
struct LoggedPages {
  PageIndex index;
  uint32_t pageCount;  ///< of the whole file
};

/// A log that SQLite would pass over holds nothing; `why` is empty where that is usual (no bytes, a finished journal).
struct LogContent {
  std::optional<LoggedPages> pages;
  std::string why;
};

/// The write-ahead log up to its last whole commit. `pageSize` is the file's.
Result<LogContent> readWriteAheadLog(ByteSource& log, uint32_t pageSize);

/// The pages a rollback journal would put back. `pageSize` is the file's, for journals that do not say theirs.
Result<LogContent> readRollbackJournal(ByteSource& journal, uint32_t pageSize);

uint32_t bigEndian32(const std::byte* bytes);

/// A power of two that SQLite takes as the size of a page.
bool isPageSize(uint32_t size);

/// How to make a log go away, for diagnostics.
extern const char kHowToFinishLog[];

}  // namespace premap
