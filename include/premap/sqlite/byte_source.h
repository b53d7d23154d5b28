// ByteSource: random read access to a snapshot's bytes, wherever they are (a browser File, a Node file descriptor,
// memory). The engine never copies the file; SQLite reads pages through a VFS over this interface.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "premap/base/result.h"

namespace premap {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Total length in bytes; constant while the source is open. May exceed 4 GB.
  virtual uint64_t size() const = 0;
  /// Fills `out` from `offset`. Returns false on a failed or short read.
  virtual bool readAt(uint64_t offset, std::span<std::byte> out) = 0;
  /// After a failed read: true when somebody wrote to the file since it was opened.
  virtual bool hasChanged() const { return false; }
};

/// Bytes already in memory (taken over, not copied).
std::unique_ptr<ByteSource> makeMemorySource(std::vector<std::byte> bytes);

/// A file on disk, native builds only (the wasm build gets its bytes from the host).
Result<std::unique_ptr<ByteSource>> openFileSource(const std::string& path);

}  // namespace premap
