// Code, size, payload; and the end where the next would not fit.
#include "geometry/stream/ops.h"

#include "geometry/stream/bytes.h"

namespace premap::geometry {

std::optional<Op> OpWalk::next() {
  constexpr size_t head = 8;
  if (rest_.size() < head) return std::nullopt;
  const size_t size = load<uint32_t>(rest_.data() + 4);
  if (size > rest_.size() - head) return std::nullopt;
  const Op op{static_cast<OpCode>(load<uint32_t>(rest_.data())), rest_.subspan(head, size)};
  rest_ = rest_.subspan(head + size);
  return op;
}

}  // namespace premap::geometry
