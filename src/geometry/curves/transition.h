// Transitions that are set out by a formula for their points.
#pragma once

#include <optional>

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// Nothing where the formula has no such curve: a length or curvature of 0, or a turn beyond what it is for.
std::optional<Transition> makeTransition(const Transform& frame, TransitionKind kind, double bearing, double length,
                                         double curvature);

/// By fraction, in its own plane; it begins at the origin.
Vec3 transitionPoint(const Transition& transition, double fraction);
Vec3 transitionTangent(const Transition& transition, double fraction);

}  // namespace premap::geometry
