// How many pieces something is cut into.
#pragma once

#include <cmath>

namespace premap::geometry {

/// The next whole number, but for rounding; at least 1, at most `most`, also of what is no number.
inline int countOf(double wanted, int most = 100'000) {
  const double up = std::ceil(wanted - 1e-9);
  if (!(up > 1)) return 1;
  return up < most ? static_cast<int>(up) : most;
}

}  // namespace premap::geometry
