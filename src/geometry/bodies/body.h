// A body as faces: each a surface within loops of curves.
#pragma once

#include <span>
#include <variant>

#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct PlaneSurface {
  Vec3 point;
};
struct CylinderSurface {
  Vec3 point, axis;
  double radius = 0;
};
/// Of half angle asin(sine), opening along the axis.
struct ConeSurface {
  Vec3 apex, axis;
  double sine = 0;
};
struct SphereSurface {
  Vec3 center;
  double radius = 0;
};
struct TorusSurface {
  Vec3 center, axis;
  double major = 0, minor = 0;
};
using FaceSurface = std::variant<PlaneSurface, CylinderSurface, ConeSurface, SphereSurface, TorusSurface>;

/// Lines, and arcs of circles and ellipses, end to end.
using BodyLoop = std::vector<Curve>;

struct Face {
  FaceSurface surface;
  bool isOutward = true;        ///< whether the face looks away from the axis or centre of its surface
  std::vector<BodyLoop> loops;  ///< each runs with the face at its left, seen from outside
};

enum class BodyKind : int8_t { Solid = 0, Sheet = 1, Wire = 2 };

struct Body {
  BodyKind kind = BodyKind::Solid;
  Transform frame;
  std::vector<Face> faces;
  std::vector<Curve> freeEdges;  ///< with a face on one side only: the edge of a sheet
};

/// The payload of a body's op. Errors: as NodeTable::read, and BodySurface, BodyCurve.
Outcome<Body> readBody(std::span<const std::byte> payload);

}  // namespace premap::geometry
