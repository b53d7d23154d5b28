// Op codes: what a stream is made of once it is unpacked.
//
//   OpWalk walk(ops);
//   while (const auto op = walk.next()) use(op->code, op->payload);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace premap::geometry {

enum class OpCode : uint32_t {
  Header = 1,
  Range = 2,
  PartReference = 3,
  Symbology = 4,
  Points = 5,
  Points2d = 6,
  Arc = 7,
  Curves = 8,
  Mesh = 9,
  Curve = 10,
  Solid = 11,
  Surface = 12,
  Fill = 19,
  Pattern = 20,
  Material = 21,
  Text = 22,
  LineStyle = 23,
  Body = 25,
  Image = 28,
};

struct Op {
  OpCode code;
  std::span<const std::byte> payload;
};

class OpWalk {
 public:
  explicit OpWalk(std::span<const std::byte> ops) : rest_(ops) {}
  /// The next op; none at the end, and when the next one reaches past it.
  std::optional<Op> next();
  /// After the last op: whether the stream stopped in the middle of one.
  bool isTruncated() const { return !rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
};

}  // namespace premap::geometry
