// A curve that only its points tell, as a spline: polynomials of degree 12 through points of it, so near that no
// measure sees a difference, and few.
#pragma once

#include <functional>
#include <optional>

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// Its parameter is that of `at`, from the first of `breaks` (two at least, rising) to the last; in between it has to
/// be smooth. Nothing where `at` has no point, or when it does not come near with some thousand pieces.
std::optional<BSpline> fitSpline(const std::function<std::optional<Vec3>(double)>& at,
                                 const std::vector<double>& breaks);

}  // namespace premap::geometry
