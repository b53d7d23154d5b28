// Sums that can be moved and scaled, so that a part is measured once wherever it stands.
#include "geometry/measure/stream_measure.h"

#include <algorithm>

namespace premap::geometry {
namespace {

// Many of one part's open meshes may hang on one element; beyond this they are refused.
constexpr size_t kMostPending = 100'000;

Measures valuesOf(const TrueMeasures& m) {
  return {m.length.value, m.area.value, m.perimeter, m.volume.value};
}
Measures valuesOf(const EngineMeasures& m, bool isAtRest) {
  return {m.length, m.area + (isAtRest ? m.restArea : 0), m.perimeter, m.volume};
}

Measures scaled(const Measures& m, double s) {
  return {m.length * s, m.area * s * s, m.perimeter * s, m.volume * s * s * s};
}

Amount moved(const Amount& a, const Transform& frame, double factor) {
  return Amount{a.value, frame.vector(a.moment) + frame.origin * a.value} * factor;
}

void add(TrueMeasures& to, const TrueMeasures& m, const Transform& frame, double s) {
  to.length += moved(m.length, frame, s);
  to.area += moved(m.area, frame, s * s);
  to.volume += moved(m.volume, frame, s * s * s);
  to.perimeter += m.perimeter * s;
}

// Nothing is moved by a hair that counts.
bool isIdentity(const Transform& f) {
  constexpr double tiny = 1e-12;
  const auto isUnit = [](const Vec3& v, const Vec3& axis) {
    return std::max({std::abs(v.x - axis.x), std::abs(v.y - axis.y), std::abs(v.z - axis.z)}) <= tiny;
  };
  return f.origin == Vec3{} && isUnit(f.x, {1, 0, 0}) && isUnit(f.y, {0, 1, 0}) && isUnit(f.z, {0, 0, 1});
}

EngineMeasures moved(EngineMeasures m, const PartReference& reference) {
  const double s = std::abs(reference.scale), sss = s * s * s;
  if (reference.scale < 0) m.volume -= 2 * m.turnedVolume, m.turnedVolume = -m.turnedVolume;
  if (!isIdentity(reference.frame)) m.restArea = 0;
  return {m.length * s, m.area * s * s, m.perimeter * s, m.volume * sss, m.turnedVolume * sss, m.restArea};
}

void add(EngineMeasures& to, const EngineMeasures& m) {
  to.length += m.length, to.area += m.area, to.perimeter += m.perimeter, to.volume += m.volume;
  to.turnedVolume += m.turnedVolume, to.restArea += m.restArea;
}

void addCounts(ElementMeasures& to, const ElementMeasures& from) {
  to.counted += from.counted, to.construction += from.construction, to.hidden += from.hidden;
  to.refused += from.refused, to.unreported += from.unreported;
  for (size_t i = 0; i < kRefusals; ++i) to.refusedBecause[i] += from.refusedBecause[i];
  to.unknown.add(from.unknown);
  to.deviations.add(from.deviations);
}

std::optional<Vec3> centroidIn(const Transform& frame, const Amount& a) {
  const Vec3 place = centroid(a);
  if (a.value == 0 || !isFinite(place)) return std::nullopt;
  return frame.point(place);
}

}  // namespace

size_t StreamMeasure::report(const PrimitiveReport& report, const EngineMeasures& engine) {
  if (!wantsReports_) return SIZE_MAX;
  if (counts_.primitives.size() >= kMostReports) return ++counts_.unreported, SIZE_MAX;
  counts_.primitives.push_back(report), engineOf_.push_back(engine);
  return counts_.primitives.size() - 1;
}

void StreamMeasure::add(PrimitiveMeasure primitive, PrimitiveKind kind, uint64_t part) {
  const Measured& m = primitive.measured;
  geometry::add(exact_, m.exact, {}, 1);
  geometry::add(engine_, m.engine);
  counts_.deviations.add(m.deviations);
  ++counts_.counted;
  const size_t place = report({kind, part, {}, valuesOf(m.exact), m.deviations, Refusal::None}, m.engine);
  if (primitive.mesh) pending_.push_back({std::move(primitive.mesh), primitive.meshMeasure, {}, 1, place});
}

void StreamMeasure::add(const StreamMeasure& part, const PartReference& reference) {
  const double s = std::abs(reference.scale);
  geometry::add(exact_, part.exact_, reference.frame, s);
  geometry::add(engine_, moved(part.engine_, reference));
  addCounts(counts_, part.counts_);
  std::vector<size_t> places;
  for (size_t i = 0; i < part.counts_.primitives.size(); ++i) {
    PrimitiveReport one = part.counts_.primitives[i];
    one.exact = scaled(one.exact, s);
    places.push_back(report(one, moved(part.engineOf_[i], reference)));
  }
  for (const PendingMesh& mesh : part.pending_) {
    if (pending_.size() >= kMostPending)
      return refuse(Refusal::TooComplex, PrimitiveKind::Mesh, {Quantity::Volume}, reference.part);
    const size_t place = mesh.report < places.size() ? places[mesh.report] : SIZE_MAX;
    pending_.push_back({mesh.mesh, mesh.measure, reference.frame * mesh.frame, mesh.scale * s, place});
  }
}

void StreamMeasure::refuse(Refusal why, PrimitiveKind kind, QuantitySet unknown, uint64_t part) {
  ++counts_.refused;
  ++counts_.refusedBecause[static_cast<size_t>(why)];
  counts_.unknown.add(unknown);
  report({kind, part, {}, {}, {}, why}, {});
}

ElementMeasures StreamMeasure::placed(const Transform& frame) const {
  ElementMeasures out = counts_;
  const bool isAtRest = isIdentity(frame);
  out.exact = valuesOf(exact_), out.engine = valuesOf(engine_, isAtRest);
  for (size_t i = 0; i < out.primitives.size(); ++i) out.primitives[i].engine = valuesOf(engineOf_[i], isAtRest);
  out.lengthCentroid = centroidIn(frame, exact_.length);
  out.areaCentroid = centroidIn(frame, exact_.area);
  out.volumeCentroid = centroidIn(frame, exact_.volume);
  for (const PendingMesh& one : pending_) {
    const Measured inWorld = geometry::placed(*one.mesh, one.measure, frame * one.frame, one.scale);
    const double more =
        (inWorld.engine.volume - one.measure.measured.engine.volume) * one.scale * one.scale * one.scale;
    out.engine.volume += more;
    out.deviations.add(inWorld.deviations);
    if (one.report >= out.primitives.size()) continue;
    out.primitives[one.report].engine.volume += more;
    out.primitives[one.report].deviations.add(inWorld.deviations);
  }
  return out;
}

size_t StreamMeasure::bytes() const {
  size_t sum = sizeof *this + counts_.primitives.size() * (sizeof(PrimitiveReport) + sizeof(EngineMeasures)) +
               pending_.size() * sizeof(PendingMesh);
  for (const PendingMesh& one : pending_)
    sum +=
        one.mesh->points.size() * sizeof(Vec3) + (one.mesh->corners.size() + one.mesh->ends.size()) * sizeof(uint32_t);
  return sum;
}

}  // namespace premap::geometry
