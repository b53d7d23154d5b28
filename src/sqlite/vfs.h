// The SQLite VFS over a ByteSource: read-only, immutable, no locks, no journals, no temporary files.
#pragma once

#include <memory>
#include <string>

#include "premap/sqlite/byte_source.h"
#include "sqlite3.h"

namespace premap {

/// Registers a VFS of its own for one source; unregisters it when destroyed. Reads through it are counted.
class SourceVfs {
 public:
  explicit SourceVfs(std::unique_ptr<ByteSource> source);
  ~SourceVfs();
  SourceVfs(const SourceVfs&) = delete;
  SourceVfs& operator=(const SourceVfs&) = delete;

  const char* name() const { return name_.c_str(); }
  ByteSource& source() { return *source_; }
  uint64_t bytesRead = 0;
  uint64_t readCount = 0;

 private:
  std::unique_ptr<ByteSource> source_;
  std::string name_;
  sqlite3_vfs vfs_{};
};

}  // namespace premap
