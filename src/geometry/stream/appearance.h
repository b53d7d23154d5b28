// The appearance that ops before a primitive set for it, as far as measures and pictures ask.
#pragma once

#include "geometry/stream/ops.h"
#include "premap/geometry/tessellate.h"

namespace premap::geometry {

class Table;

/// What of the appearance decides whether a shape counts.
struct Standing {
  bool isConstruction = false, isBoundaryInvisible = false, isFilled = false;
  bool operator==(const Standing&) const = default;
};

class Appearance {
 public:
  Appearance() = default;
  /// As it is where a part begins: a part takes up what its reference stands in, and leaves behind what it ends with.
  explicit Appearance(const Standing& standing) : standing_(standing) {}
  /// Takes up an op of appearance; others change nothing.
  void take(const Op& op);
  bool isConstruction() const { return standing_.isConstruction; }
  /// Of a region: hatched without its boundary, and not filled.
  bool hasHiddenBoundary() const { return standing_.isBoundaryInvisible && !standing_.isFilled; }
  const Standing& standing() const { return standing_; }
  void setStanding(const Standing& standing) { standing_ = standing; }
  const Look& look() const { return look_; }

 private:
  void takeSymbology(const Table& table);

  Standing standing_;
  Look look_;
};

}  // namespace premap::geometry
