// Curves as chords: for tests of inside and outside, and where the service's engine measures chords instead of curves.
#pragma once

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// How many chords the engine gives a full circle at `step` radians: a multiple of four, except 4 and 6.
int chordsOfCircle(double step);

/// The arcs in chords of about `step` radians, splines in a fixed number a span; lines as they are. Points follow each
/// other without repetition where one piece ends as the next begins.
std::vector<Vec3> stroke(const Curve& curve, double step);
std::vector<Vec3> stroke(const CurveCollection& loop, double step);

/// The same collection with its arcs replaced by chords; other curves stay.
CurveCollection withChords(const CurveCollection& collection, double step);

/// Whether all of it is straight.
bool isLinear(const CurveCollection& loop);

}  // namespace premap::geometry
