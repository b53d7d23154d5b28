// The SQLite VFS over a ByteSource: read-only, immutable, no locks, no journals, no temporary files.
#pragma once

#include <memory>
#include <string>

#include "premap/sqlite/byte_source.h"
#include "premap/sqlite/page_cache.h"
#include "sqlite3.h"

namespace premap {

/// Registers a VFS of its own for one source; unregisters it when destroyed.
class SourceVfs {
 public:
  SourceVfs(std::unique_ptr<ByteSource> source, uint32_t pageSize);
  ~SourceVfs();
  SourceVfs(const SourceVfs&) = delete;
  SourceVfs& operator=(const SourceVfs&) = delete;

  const char* name() const { return name_.c_str(); }
  ByteSource& source() { return *source_; }
  PageCache& cache() { return cache_; }

 private:
  std::unique_ptr<ByteSource> source_;
  PageCache cache_;
  std::string name_;
  sqlite3_vfs vfs_{};
};

}  // namespace premap
