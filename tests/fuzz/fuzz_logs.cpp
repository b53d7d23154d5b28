// libFuzzer: whatever lies beside a file as its log, the two are read, or it is explained why not. A log's checksums
// are put right first, or no change would get past the first page.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "premap/sqlite/snapshot_files.h"
#include "sqlite/logs.h"

using namespace premap;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void put(std::byte* at, uint32_t value) {
  for (int i = 4; i-- > 0; value >>= 8) at[i] = static_cast<std::byte>(value);
}

// Of big-endian words, whatever the log says.
struct Sums {
  uint32_t first = 0, second = 0;
  void add(std::span<const std::byte> bytes) {
    for (size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      first += bigEndian32(&bytes[i]) + second;
      second += bigEndian32(&bytes[i + 4]) + first;
    }
  }
};

void sumAnew(std::span<std::byte> log) {
  if (log.size() < 32) return;
  const uint32_t pageSize = bigEndian32(&log[8]);
  put(&log[0], 0x377f0683);
  put(&log[4], 3007000);
  Sums sums;
  sums.add(log.first(24));
  put(&log[24], sums.first), put(&log[28], sums.second);
  if (!isPageSize(pageSize)) return;
  for (size_t at = 32; at + 24 + pageSize <= log.size(); at += 24 + pageSize) {
    std::memcpy(&log[at + 8], &log[16], 8);
    sums.add(log.subspan(at, 8));
    sums.add(log.subspan(at + 24, pageSize));
    put(&log[at + 16], sums.first), put(&log[at + 20], sums.second);
  }
}

std::vector<std::byte> smallFile() {
  std::vector<std::byte> bytes(4 * 512);
  std::memcpy(bytes.data(), "SQLite format 3", 16);
  bytes[16] = bytes[18] = bytes[19] = std::byte{2};
  return bytes;
}

void readAll(ByteSource& source) {
  std::vector<std::byte> part(700);
  const uint64_t step = source.size() / 64 + 1;
  for (uint64_t at = 0; at < source.size(); at += step)
    source.readAt(at, std::span(part).first(std::min<uint64_t>(part.size(), source.size() - at)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::byte* bytes = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> log(bytes + 1, bytes + size);
  if (data[0] & 1) sumAnew(log);
  SnapshotFiles files{makeMemorySource(smallFile()), nullptr, nullptr, (data[0] & 2) != 0};
  (data[0] & 4 ? files.journal : files.wal) = makeMemorySource(std::move(log));
  auto file = recover(std::move(files));
  require(file.ok() || !file.diagnostics().empty());
  if (file) readAll(*file->bytes);
  return 0;
}
