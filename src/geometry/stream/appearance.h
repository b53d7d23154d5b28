// The appearance that ops before a primitive set for it, as far as measures and pictures ask.
#pragma once

#include "geometry/stream/ops.h"
#include "premap/geometry/tessellate.h"

namespace premap::geometry {

class Table;

class Appearance {
 public:
  /// Takes up an op of appearance; others change nothing.
  void take(const Op& op);
  bool isConstruction() const { return isConstruction_; }
  /// Of a region: hatched without its boundary, and not filled.
  bool hasHiddenBoundary() const { return isBoundaryInvisible_ && !isFilled_; }
  const Look& look() const { return look_; }

 private:
  void takeSymbology(const Table& table);

  bool isConstruction_ = false, isBoundaryInvisible_ = false, isFilled_ = false;
  Look look_;
};

}  // namespace premap::geometry
