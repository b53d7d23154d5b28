// What one primitive gives, in its own coordinates: the true measures, and those of the service's engine.
#pragma once

#include "geometry/measure/amount.h"
#include "premap/geometry/deviation.h"

namespace premap::geometry {

struct TrueMeasures {
  Amount length, area, volume;
  double perimeter = 0;
};

struct EngineMeasures {
  double length = 0, area = 0, perimeter = 0, volume = 0;
  double turnedVolume = 0;  ///< of the volume, what changes its sign in a part that is mirrored
  double restArea = 0;      ///< what the area has more where nothing moves the element from its own coordinates
};

struct Measured {
  TrueMeasures exact;
  EngineMeasures engine;
  DeviationSet deviations;

  /// Where the engine is right, which is nearly everywhere; overrides come after it.
  void agree() { engine = {exact.length.value, exact.area.value, exact.perimeter, exact.volume.value, 0, 0}; }
  /// The engine has another value, for this reason; a difference within rounding is none.
  void override(double EngineMeasures::*which, double value, Deviation reason) {
    const double before = engine.*which;
    engine.*which = value;
    if (std::abs(value - before) > 1e-12 * std::abs(before)) deviations.add(reason);
  }
};

/// A moment that nobody can tell; there is no centroid then.
inline constexpr Vec3 kNoMoment{NAN, NAN, NAN};

}  // namespace premap::geometry
