// The walk over an element's ops and into its parts: who counts, who is refused, and what is kept of parts.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "geometry/measure/stream_measure.h"
#include "geometry/stream/appearance.h"
#include "geometry/stream/chunks.h"

namespace premap::geometry {
namespace {

constexpr size_t kDeepestPart = 12;
constexpr size_t kMostCached = size_t{32} << 20;

}  // namespace

class Measurer::Implementation {
 public:
  Implementation(PartBytes parts, MeasureOptions options) : parts_(std::move(parts)), options_(options) {}

  ElementMeasures measure(std::span<const std::byte> blob, const Placement& placement) {
    StreamMeasure sum(options_.wantsPrimitives);
    const Refusal why = unpackStream(blob, buffers_[0]);
    if (why != Refusal::None) {
      ElementMeasures nothing;
      nothing.stream = why;
      return nothing;
    }
    addStream(buffers_[0], 0, Standing{}, sum);
    return sum.placed(Transform::fromAngles(placement.origin, placement.angles));
  }

 private:
  // A part, and what it is drawn in.
  struct PartUse {
    uint64_t id;
    Standing standing;
    bool operator==(const PartUse&) const = default;
  };
  struct PartKey {
    PartUse use;
    size_t depth;
    bool operator==(const PartKey&) const = default;
  };
  struct HashOfKey {
    size_t operator()(const PartKey& key) const {
      const Standing& s = key.use.standing;
      const uint64_t look =
          uint64_t{s.isConstruction} | uint64_t{s.isBoundaryInvisible} << 1 | uint64_t{s.isFilled} << 2;
      return std::hash<uint64_t>{}((key.use.id ^ (look << 60 | uint64_t{key.depth} << 56)) * 0x9e3779b97f4a7c15);
    }
  };
  struct CachedPart {
    StreamMeasure sum;
    Refusal refusal = Refusal::None;  ///< why a reference to it gives nothing
    size_t height = 0;                ///< how many parts deep it goes, itself included
    Standing after;                   ///< what it leaves behind
  };
  using PartOutcome = std::shared_ptr<const CachedPart>;

  // The engine draws a part with the appearance that its reference stands in, and goes on with what the part ends with:
  // what counts runs on through the references, both ways.
  Standing addStream(std::span<const std::byte> ops, uint64_t part, const Standing& before, StreamMeasure& sum) {
    Appearance appearance(before);
    OpWalk walk(ops);
    while (const auto op = walk.next()) {
      if (op->code == OpCode::PartReference) addReference(*op, appearance, part, sum);
      else if (isShape(op->code)) addShape(*op, appearance, part, sum);
      else appearance.take(*op);
    }
    if (walk.isTruncated()) sum.refuse(Refusal::TruncatedOp, PrimitiveKind::Stream, {}, part);
    return appearance.standing();
  }

  void addShape(const Op& op, const Appearance& appearance, uint64_t part, StreamMeasure& sum) {
    const QuantitySet quantities = quantitiesOf(op.code);
    if (appearance.isConstruction()) return sum.addConstruction();
    if (!quantities.meets(options_.wanted)) return;
    auto primitive = readPrimitive(op);
    if (!primitive)
      return sum.refuse(primitive.refusal(), kindOf(op.code), unknownAfter(primitive.refusal(), quantities), part);
    if (appearance.hasHiddenBoundary() && isRegion(*primitive)) return sum.addHidden();
    const PrimitiveKind kind = kindOf(*primitive);
    auto measured = measurePrimitive(*primitive, {options_.wanted, options_.wantsCentroids});
    if (!measured) return addRest(*primitive, measured.refusal(), quantities, part, sum);
    if (!isSound(measured->measured)) return sum.refuse(Refusal::NotFinite, kind, quantities, part);
    sum.add(std::move(*measured), kind, part);
  }

  void addRest(const Primitive& primitive, Refusal why, QuantitySet quantities, uint64_t part, StreamMeasure& sum) {
    auto rest = measureRest(primitive);
    const bool hasLength = rest && isSound(rest->measured);
    if (hasLength) sum.add(std::move(*rest), kindOf(primitive), part);
    sum.refuse(why, kindOf(primitive), hasLength ? QuantitySet{Quantity::Area} : quantities, part);
  }

  // Sizes beyond what numbers hold are no measures.
  static bool isSound(const Measured& m) {
    const EngineMeasures& e = m.engine;
    return std::isfinite(e.length + e.area + e.perimeter + e.volume) &&
           std::isfinite(m.exact.length.value + m.exact.area.value + m.exact.perimeter + m.exact.volume.value);
  }

  // The engine drops a mesh with a wrong index, and a spline that does not fit, too: the rest is its value.
  static QuantitySet unknownAfter(Refusal why, QuantitySet quantities) {
    return why == Refusal::Index || why == Refusal::Order ? QuantitySet{} : quantities;
  }

  void addReference(const Op& op, Appearance& appearance, uint64_t part, StreamMeasure& sum) {
    const auto reference = readPartReference(op);
    if (!reference) return sum.refuse(reference.refusal(), PrimitiveKind::Part, QuantitySet::all(), part);
    const PartOutcome found = find({reference->part, appearance.standing()});
    appearance.setStanding(found->after);
    if (found->refusal == Refusal::None) return sum.add(found->sum, *reference);
    // What is missing draws nothing in the engine either.
    const bool isMissing = found->refusal == Refusal::PartMissing;
    sum.refuse(found->refusal, PrimitiveKind::Part, isMissing ? QuantitySet{} : QuantitySet::all(), reference->part);
  }

  // Each part is measured once, and its measure used again where it is not met too deep; where depth cuts it short, it
  // is kept for that depth. So parts that lead to a thousand others each, twelve deep, cost no more than their bytes,
  // and nothing depends on what was measured before.
  PartOutcome find(const PartUse& use) {
    const PartOutcome found = findCached(use);
    height_ = std::max(height_, found->height);
    return found;
  }

  PartOutcome findCached(const PartUse& use) {
    const size_t depth = open_.size();
    if (depth == 0 && cachedBytes_ > kMostCached) cache_.clear(), cachedBytes_ = 0;
    if (const auto whole = cache_.find({use, kWhole}); whole != cache_.end())
      if (depth + whole->second->height <= kDeepestPart) return whole->second;
    if (const auto cut = cache_.find({use, depth}); cut != cache_.end()) return cut->second;
    if (const auto circle = std::find(open_.begin(), open_.end(), use.id); circle != open_.end()) {
      inCircle_.insert(inCircle_.end(), circle, open_.end());
      return refused(Refusal::PartInItself, use);
    }
    if (depth >= kDeepestPart) return isCut_ = true, refused(Refusal::Nesting, use);
    return open(use);
  }

  PartOutcome open(const PartUse& use) {
    const bool wasCut = std::exchange(isCut_, false);
    const size_t highest = std::exchange(height_, 0);
    auto part = std::make_shared<CachedPart>(
        CachedPart{StreamMeasure(options_.wantsPrimitives), Refusal::None, 0, use.standing});
    open_.push_back(use.id);
    part->refusal = addPart(use, *part);
    open_.pop_back();
    if (std::erase(inCircle_, use.id) > 0) part->refusal = Refusal::PartInItself;
    part->height = height_ + 1;
    cachedBytes_ += part->sum.bytes();
    cache_[{use, isCut_ ? open_.size() : kWhole}] = part;
    isCut_ = isCut_ || wasCut;
    height_ = highest;
    return part;
  }

  Refusal addPart(const PartUse& use, CachedPart& part) {
    const std::span<const std::byte> blob = parts_ ? parts_(use.id) : std::span<const std::byte>{};
    if (blob.empty()) return Refusal::PartMissing;
    std::vector<std::byte>& ops = buffers_[open_.size()];
    const Refusal why = unpackStream(blob, ops);
    if (why == Refusal::None) part.after = addStream(ops, use.id, use.standing, part.sum);
    return why;
  }

  static PartOutcome refused(Refusal why, const PartUse& use) {
    return std::make_shared<CachedPart>(CachedPart{StreamMeasure(), why, 0, use.standing});
  }

  static constexpr size_t kWhole = 15;
  PartBytes parts_;
  MeasureOptions options_;
  std::array<std::vector<std::byte>, kDeepestPart + 1>
      buffers_;  // the unpacked ops of the element, and of each open part
  std::unordered_map<PartKey, PartOutcome, HashOfKey> cache_;
  size_t cachedBytes_ = 0;
  std::vector<uint64_t> open_, inCircle_;
  bool isCut_ = false;  // whether depth cut the part that is open
  size_t height_ = 0;   // of the highest part in it so far
};

// The ways into this module from the engine (wasm/engine_parts.json): not to be taken apart by whoever calls.
[[gnu::noinline]] Measurer::Measurer(PartBytes parts, MeasureOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(parts), options)) {}
Measurer::Measurer(Measurer&&) noexcept = default;
[[gnu::noinline]] Measurer::~Measurer() = default;

[[gnu::noinline]] ElementMeasures Measurer::measure(std::span<const std::byte> blob, const Placement& placement) {
  return implementation_->measure(blob, placement);
}

bool isDifferent(double engine, double exact) {
  return std::abs(engine - exact) > 1e-6 * std::max(1.0, std::abs(exact));
}

}  // namespace premap::geometry
