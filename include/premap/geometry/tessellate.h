// Triangles and lines of an element or of a shared part, for pictures.
//
//   Tessellator tessellator({.chord = 0.01, .angle = 0.5});
//   const Drawing drawing = tessellator.draw(blob);      // in the coordinates of the stream
//   for (const DrawnPart& part : drawing.parts) …        // which parts stand where; draw each part once
//
// Where facets lie is told in docs/geometry.md. Faces of closed shapes turn outwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "premap/geometry/outcome.h"
#include "premap/geometry/vec3.h"

namespace premap::geometry {

struct Tolerance {
  double chord = 0;             ///< the farthest that a facet may lie from its curve, in metres; 0: any
  double angle = 0.2617993878;  ///< the most that a curve turns from one chord to the next; 15 degrees, as the engine's
};

/// What a primitive is drawn with, as the stream says it.
struct Look {
  uint64_t subCategory = 0;  ///< 0: the default one of the element's category
  bool hasColor = false, hasTransparency = false;
  uint32_t color = 0;       ///< 0xTTBBGGRR, when it has one of its own
  double transparency = 0;  ///< 0 to 1, when it has one of its own
  bool operator==(const Look&) const = default;
};

/// Primitives of one look that follow each other.
struct DrawnRun {
  Look look;
  uint32_t trianglesEnd = 0, linesEnd = 0;  ///< in Drawing::triangles and ::lines; each begins where the last one ends
};

/// A reference to a part.
struct DrawnPart {
  uint64_t part = 0;
  Transform frame;
  Look look;  ///< what the part is drawn with where it does not say itself
};

struct Drawing {
  std::vector<Vec3> points;
  std::vector<Vec3> normals;        ///< one a point, of length 1; zero for points of lines
  std::vector<uint32_t> triangles;  ///< three corners each, counterclockwise seen from outside
  std::vector<uint32_t> lines;      ///< two ends each
  std::vector<DrawnRun> runs;
  std::vector<DrawnPart> parts;
  Refusal stream = Refusal::None;   ///< why nothing at all could be read
  uint32_t drawn = 0, refused = 0;  ///< primitives; of a refused one nothing is drawn
};

struct DrawOptions {
  Tolerance tolerance;
  bool wantsConstruction = false;
};

class Tessellator {
 public:
  explicit Tessellator(DrawOptions options) : options_(options) {}
  /// Cost: linear in what is drawn; at most kMostCorners of it.
  Drawing draw(std::span<const std::byte> blob);
  /// The same into `out`, whose room is used again: most elements are small, and there are many.
  void draw(std::span<const std::byte> blob, Drawing& out);

 private:
  DrawOptions options_;
  std::vector<std::byte> ops_;
};

/// Of one drawing; what would go beyond is refused as TooComplex.
inline constexpr size_t kMostCorners = 4'000'000;
/// References of one stream to parts; those beyond are refused.
inline constexpr size_t kMostParts = 100'000;

}  // namespace premap::geometry
