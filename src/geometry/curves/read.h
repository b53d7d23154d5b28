// Curves from the geometry tables of a stream.
#pragma once

#include "geometry/curves/curve.h"
#include "geometry/flatbuffers/table.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

/// Types of the variant that geometry tables come in.
enum class TableType : uint8_t {
  Segment = 1,
  Arc = 2,
  BSplineCurve = 3,
  LineString = 4,
  Collection = 5,
  Cone = 6,
  Sphere = 7,
  TorusPipe = 8,
  Box = 9,
  Extrusion = 10,
  Revolution = 11,
  RuledSweep = 12,
  Mesh = 13,
  BSplineSurface = 14,
  List = 15,
  InterpolationCurve = 16,
  Spiral = 17,
  PointString = 18,
  Akima = 19,
  Catenary = 20,
  CurvePart = 21,
};

inline constexpr int kDeepest = 12;

TableType typeOf(const Table& variant);

/// `variant` has a type and a table; a curve that is no curve is refused as UnknownType.
Outcome<Curve> readCurve(const Table& variant, int depth);
/// Of a collection's own table.
Outcome<CurveCollection> readCollection(const Table& collection, int depth);

/// Flat lists of coordinates, three by three; refused when one is not finite.
Outcome<std::vector<Vec3>> readPoints(const Table& table, unsigned field);
std::vector<double> readNumbers(const Table& table, unsigned field);

inline Vec3 toVec3(const double* at) {
  return {at[0], at[1], at[2]};
}
/// Rows of three and a coordinate of the origin, as files have them.
Transform toTransform(const double* rows);

template <size_t N>
bool areFinite(const std::array<double, N>& numbers) {
  for (const double number : numbers)
    if (!isMeasurable(number)) return false;
  return true;
}

}  // namespace premap::geometry
