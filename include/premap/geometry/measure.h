// Length, area and volume of an element, from the bytes of its geometry stream.
//
//   Measurer measurer([&](uint64_t id) { return streamOfPart(id); });
//   const ElementMeasures m = measurer.measure(blob, {.origin = {10, 0, 0}, .angles = {.yaw = 90}});
//   m.engine.volume;   // what the service's engine has, which is what a column shows; 0: none
//   m.exact.volume;    // the true one
//   m.isComplete(Quantity::Volume);   // false: something that may have a volume could not be read
//
// Nothing here knows SQLite: bytes come in, and a function that has the bytes of shared parts. docs/geometry.md tells
// what is computed, by which formula, and how far it can be trusted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "premap/geometry/deviation.h"
#include "premap/geometry/outcome.h"
#include "premap/geometry/vec3.h"

namespace premap::geometry {

enum class Quantity : uint8_t { Length = 1, Area = 2, Volume = 4 };

class QuantitySet {
 public:
  QuantitySet() = default;
  QuantitySet(std::initializer_list<Quantity> quantities) {
    for (const Quantity q : quantities) bits_ = static_cast<uint8_t>(bits_ | static_cast<uint8_t>(q));
  }
  static QuantitySet all() { return {Quantity::Length, Quantity::Area, Quantity::Volume}; }
  bool has(Quantity q) const { return (bits_ & static_cast<uint8_t>(q)) != 0; }
  bool meets(QuantitySet other) const { return (bits_ & other.bits_) != 0; }
  bool isEmpty() const { return bits_ == 0; }
  void add(QuantitySet other) { bits_ = static_cast<uint8_t>(bits_ | other.bits_); }

 private:
  uint8_t bits_ = 0;
};

/// Metres, square metres, cubic metres; 0 where there is none. The perimeter is that of faces.
struct Measures {
  double length = 0, area = 0, perimeter = 0, volume = 0;
  Measures& operator+=(const Measures& b) {
    return length += b.length, area += b.area, perimeter += b.perimeter, volume += b.volume, *this;
  }
};

/// Are the engine's measure and the true one to be told apart? By more than 1e-6, relative above 1 (decision G1).
bool isDifferent(double engine, double exact);

enum class PrimitiveKind : uint8_t {
  Points,
  LineString,
  Arc,
  Curve,   ///< any other single curve
  Curves,  ///< a path, or a bag of curves
  Region,
  Box,
  Cone,
  Sphere,
  TorusPipe,
  Extrusion,
  Revolution,
  RuledSweep,
  Solid,  ///< one that could not be read
  Mesh,
  Surface,
  Body,
  Part,    ///< a reference that could not be followed
  Stream,  ///< what is lost behind an op that reaches past the end
  Count
};
/// "ruled-sweep"
std::string_view toString(PrimitiveKind kind);

/// What one primitive gave to the sum, scaled as its part is.
struct PrimitiveReport {
  PrimitiveKind kind = PrimitiveKind::Points;
  uint64_t part = 0;  ///< the part that it stands in; 0: the element's own stream
  Measures engine, exact;
  DeviationSet deviations;
  Refusal refusal = Refusal::None;
};

/// Placement of an element. In 2d the rotation is the yaw, and z is 0.
struct Placement {
  Vec3 origin;
  Angles angles;
};

inline constexpr size_t kRefusals = static_cast<size_t>(Refusal::Count);

struct ElementMeasures {
  Refusal stream = Refusal::None;  ///< why nothing at all could be read
  Measures engine, exact;
  /// Of the true measures, in the world; none where nothing has that measure, or of a body with curved faces.
  std::optional<Vec3> lengthCentroid, areaCentroid, volumeCentroid;
  DeviationSet deviations;

  uint32_t counted = 0;       ///< primitives that were measured
  uint32_t construction = 0;  ///< of construction class: they count nothing
  uint32_t hidden = 0;        ///< regions whose boundary is not shown
  uint32_t refused = 0;
  std::array<uint32_t, kRefusals> refusedBecause{};  ///< by Refusal
  QuantitySet unknown;                               ///< measures that a refused primitive may have added to

  std::vector<PrimitiveReport> primitives;  ///< when asked for; at most kMostReports
  uint32_t unreported = 0;                  ///< those beyond that

  bool isComplete(Quantity q) const { return stream == Refusal::None && !unknown.has(q); }
};

inline constexpr size_t kMostReports = 1000;

/// The GeometryStream of a part; empty when there is no such part, or it has none. Valid until the next call.
using PartBytes = std::function<std::span<const std::byte>(uint64_t id)>;

struct MeasureOptions {
  QuantitySet wanted = QuantitySet::all();  ///< primitives that can have none of these are not even read
  bool wantsPrimitives = false;
  bool wantsCentroids = true;  ///< without it there may be none, which saves up to half of the work
};

/// Measures elements one after the other; keeps what parts gave (at most 32 MB of it), so one per column and snapshot.
class Measurer {
 public:
  explicit Measurer(PartBytes parts, MeasureOptions options = {});
  Measurer(Measurer&&) noexcept;
  ~Measurer();

  /// Cost: linear in the bytes; memory: the unpacked stream, at most 22 times the blob.
  ElementMeasures measure(std::span<const std::byte> blob, const Placement& placement);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace premap::geometry
