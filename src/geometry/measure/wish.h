// What is asked of a primitive. Whether it is refused never hangs on that, nor the last digit of what it gives: a cell
// and its explanation say the same.
#pragma once

#include "premap/geometry/measure.h"

namespace premap::geometry {

struct Wish {
  QuantitySet quantities = QuantitySet::all();  ///< others may be left at 0
  bool wantsCentroids = true;                   ///< without it moments may be kNoMoment
  bool has(Quantity q) const { return quantities.has(q); }
};

}  // namespace premap::geometry
