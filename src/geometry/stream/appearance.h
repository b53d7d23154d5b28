// The appearance that ops before a primitive set for it, as far as measures ask.
#pragma once

#include "geometry/stream/ops.h"

namespace premap::geometry {

class Appearance {
 public:
  /// Takes up an op of appearance; others change nothing.
  void take(const Op& op);
  bool isConstruction() const { return isConstruction_; }
  /// Of a region: hatched without its boundary, and not filled.
  bool hasHiddenBoundary() const { return isBoundaryInvisible_ && !isFilled_; }

 private:
  bool isConstruction_ = false, isBoundaryInvisible_ = false, isFilled_ = false;
};

}  // namespace premap::geometry
