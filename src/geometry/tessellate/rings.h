// Curves as chords with tangents, loops of them, and flat areas cut into triangles over the corners of their loops.
#pragma once

#include "geometry/curves/curve.h"
#include "geometry/curves/pieces.h"
#include "geometry/tessellate/builder.h"

namespace premap::geometry {

/// The chords of a smooth piece.
using Span = std::vector<PointAndTangent>;

/// Pieces end to end: where one ends, the next begins in the same place.
struct Ring {
  static constexpr size_t kNone = ~size_t{0};

  std::vector<Span> spans;
  size_t closing = kNone;  ///< the span that is there only to close it
  /// Each once; of a closed ring not the last, which is the first.
  std::vector<Vec3> corners(bool isClosed = true) const;
  void reverse();
};

std::vector<Span> spansOf(const Curve& curve, const Builder& builder);
/// A closed one gets a line from its end to its begin where they are apart.
Ring ringOf(const CurveCollection& loop, const Builder& builder, bool isClosed = true);

/// One member of a union, or a whole region: outer loops run counterclockwise about the normal, holes clockwise.
struct FlatArea {
  std::vector<Ring> rings;
  Vec3 normal;
  std::vector<Vec3> corners;        ///< of the rings, one after the other; those of loops that cross are others
  std::vector<uint32_t> triangles;  ///< counterclockwise about the normal
};
Outcome<std::vector<FlatArea>> areasOf(const CurveCollection& region, const Builder& builder);

}  // namespace premap::geometry
