// Chunks joined, head taken off; what does not begin as a stream does is refused.
#include "geometry/stream/chunks.h"

#include "geometry/stream/bytes.h"
#include "premap/base/snappy.h"

namespace premap::geometry {
namespace {

constexpr uint32_t kSignature = 0x0600;
constexpr size_t kHead = 8;

}  // namespace

Refusal unpackStream(std::span<const std::byte> blob, std::vector<std::byte>& ops) {
  ops.clear();
  if (!unpackChunks(blob, ops)) return Refusal::Chunks;
  if (ops.size() < kHead || load<uint32_t>(ops.data()) != kSignature) return Refusal::Head;
  const size_t size = load<uint32_t>(ops.data() + 4);
  if (size > ops.size() - kHead) return Refusal::Chunks;
  ops.resize(kHead + size);
  ops.erase(ops.begin(), ops.begin() + kHead);
  return Refusal::None;
}

}  // namespace premap::geometry
