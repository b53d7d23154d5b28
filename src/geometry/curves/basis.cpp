// Cox and de Boor, from the functions of each degree to those of the next.
#include "geometry/curves/basis.h"

namespace premap::geometry {

Basis basisAt(const std::vector<double>& knots, int order, size_t span, double t) {
  Basis basis;  // what is not of this order stays unset: it is large
  double* n = basis.value.data();
  double* slope = basis.slope.data();
  const int degree = order - 1;
  // Divisions are what this costs; of a span between knots that all repeat, as of a Bezier curve, one does for all.
  const double whole = knots[span + 1] - knots[span], part = (t - knots[span]) / whole;
  const bool isBezier = knots[span + 1 - degree] == knots[span] && knots[span + degree] == knots[span + 1];
  n[0] = 1, slope[0] = 0;
  for (int level = 1; level <= degree; ++level) {
    const double* low = knots.data() + span + 1 - level;
    const double* high = knots.data() + span + 1;
    // What each function gives to its two followers: a share of itself, and over the same width its slope.
    double before = 0, slopeBefore = 0;
    for (int i = 0; i < level; ++i) {
      // A quotient, for it is exactly 0 and 1 at the ends.
      const double width = high[i] - low[i];
      const double rising = n[i] * (isBezier ? part : (t - low[i]) / width), falling = n[i] - rising;
      if (level == degree) {
        const double rate = n[i] * degree / width;
        slope[i] = slopeBefore - rate, slopeBefore = rate;
      }
      n[i] = before + falling, before = rising;
    }
    n[level] = before;
    if (level == degree) slope[level] = slopeBefore;
  }
  return basis;
}

}  // namespace premap::geometry
