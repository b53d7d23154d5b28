// Chunks joined, head taken off; what does not begin as a stream does is refused.
#include "geometry/stream/chunks.h"

#include "geometry/stream/bytes.h"
#include "geometry/stream/snappy.h"

namespace premap::geometry {
namespace {

constexpr uint32_t kSignature = 0x0600;
constexpr size_t kHead = 8;

// Each chunk: its size in two bytes, which count themselves, then the packed bytes.
bool joinChunks(std::span<const std::byte> blob, std::vector<std::byte>& out) {
  while (!blob.empty()) {
    if (blob.size() < 2) return false;
    const size_t size = load<uint16_t>(blob.data());
    if (size < 2 || size > blob.size() || !unpackSnappy(blob.subspan(2, size - 2), out)) return false;
    blob = blob.subspan(size);
  }
  return true;
}

}  // namespace

Refusal unpackStream(std::span<const std::byte> blob, std::vector<std::byte>& ops) {
  ops.clear();
  if (!joinChunks(blob, ops)) return Refusal::Chunks;
  if (ops.size() < kHead || load<uint32_t>(ops.data()) != kSignature) return Refusal::Head;
  const size_t size = load<uint32_t>(ops.data() + 4);
  if (size > ops.size() - kHead) return Refusal::Chunks;
  ops.resize(kHead + size);
  ops.erase(ops.begin(), ops.begin() + kHead);
  return Refusal::None;
}

}  // namespace premap::geometry
