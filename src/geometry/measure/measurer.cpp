#include <algorithm>
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
    if (cachedBytes_ > kMostCached) cache_.clear(), cachedBytes_ = 0;
    StreamMeasure sum(options_.wantsPrimitives);
    const Refusal why = unpackStream(blob, buffers_[0]);
    if (why != Refusal::None) {
      ElementMeasures nothing;
      nothing.stream = why;
      return nothing;
    }
    addStream(buffers_[0], 0, sum);
    return sum.placed(Transform::fromAngles(placement.origin, placement.angles));
  }

 private:
  struct CachedPart {
    StreamMeasure sum;
    Refusal refusal = Refusal::None;  ///< why a reference to it gives nothing
  };
  using PartOutcome = std::shared_ptr<const CachedPart>;

  void addStream(std::span<const std::byte> ops, uint64_t part, StreamMeasure& sum) {
    Appearance appearance;
    OpWalk walk(ops);
    while (const auto op = walk.next()) {
      if (op->code == OpCode::PartReference) addReference(*op, appearance, part, sum);
      else if (isShape(op->code)) addShape(*op, appearance, part, sum);
      else appearance.take(*op);
    }
    if (walk.isTruncated()) sum.refuse(Refusal::TruncatedOp, PrimitiveKind::Stream, {}, part);
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
    auto measured = measurePrimitive(*primitive);
    if (!measured) return sum.refuse(measured.refusal(), kind, quantities, part);
    if (!isSound(measured->measured)) return sum.refuse(Refusal::NotFinite, kind, quantities, part);
    sum.add(std::move(*measured), kind, part);
  }

  // Sizes beyond what numbers hold are no measures.
  static bool isSound(const Measured& m) {
    const EngineMeasures& e = m.engine;
    return std::isfinite(e.length + e.area + e.perimeter + e.volume) &&
           std::isfinite(m.exact.length.value + m.exact.area.value + m.exact.perimeter + m.exact.volume.value);
  }

  // The engine drops a mesh with a wrong index too: the rest is its value.
  static QuantitySet unknownAfter(Refusal why, QuantitySet quantities) {
    return why == Refusal::Index ? QuantitySet{} : quantities;
  }

  void addReference(const Op& op, const Appearance& appearance, uint64_t part, StreamMeasure& sum) {
    if (appearance.isConstruction()) return sum.addConstruction();
    const auto reference = readPartReference(op);
    if (!reference) return sum.refuse(reference.refusal(), PrimitiveKind::Part, QuantitySet::all(), part);
    const PartOutcome found = find(reference->part);
    if (found->refusal == Refusal::None) return sum.add(found->sum, *reference);
    // What is missing draws nothing in the engine either.
    const bool isMissing = found->refusal == Refusal::PartMissing;
    sum.refuse(found->refusal, PrimitiveKind::Part, isMissing ? QuantitySet{} : QuantitySet::all(), reference->part);
  }

  // Each part is measured once. Only where depth cut it short does its measure depend on how deep it was met, and then it
  // is kept for that depth: parts that lead to a thousand others each, twelve deep, cost no more than their bytes.
  PartOutcome find(uint64_t id) {
    for (const uint64_t key : {keyOf(id, kWhole), keyOf(id, open_.size())})
      if (const auto known = cache_.find(key); known != cache_.end()) return known->second;
    if (std::find(open_.begin(), open_.end(), id) != open_.end()) {
      std::for_each(std::find(open_.begin(), open_.end(), id), open_.end(),
                    [&](uint64_t one) { inCircle_.push_back(one); });
      return refused(Refusal::PartInItself);
    }
    if (open_.size() >= kDeepestPart) return isCut_ = true, refused(Refusal::Nesting);
    return keep(id, open(id));
  }

  PartOutcome open(uint64_t id) {
    const bool wasCut = std::exchange(isCut_, false);
    open_.push_back(id);
    auto part = std::make_shared<CachedPart>(CachedPart{StreamMeasure(options_.wantsPrimitives), Refusal::None});
    std::vector<std::byte>& ops = buffers_[open_.size()];
    const std::span<const std::byte> blob = parts_ ? parts_(id) : std::span<const std::byte>{};
    part->refusal = blob.empty() ? Refusal::PartMissing : unpackStream(blob, ops);
    if (part->refusal == Refusal::None) addStream(ops, id, part->sum);
    open_.pop_back();
    if (std::erase(inCircle_, id) > 0) part->refusal = Refusal::PartInItself;
    isOpenedCut_ = isCut_;
    isCut_ = isCut_ || wasCut;
    return part;
  }

  PartOutcome keep(uint64_t id, PartOutcome part) {
    cachedBytes_ += part->sum.bytes();
    cache_[keyOf(id, isOpenedCut_ ? open_.size() : kWhole)] = part;
    return part;
  }

  static PartOutcome refused(Refusal why) { return std::make_shared<CachedPart>(CachedPart{StreamMeasure(), why}); }

  static constexpr size_t kWhole = 15;
  static uint64_t keyOf(uint64_t id, size_t depth) { return id << 4 | depth; }

  PartBytes parts_;
  MeasureOptions options_;
  std::array<std::vector<std::byte>, kDeepestPart + 1>
      buffers_;  // the unpacked ops of the element, and of each open part
  std::unordered_map<uint64_t, PartOutcome> cache_;
  size_t cachedBytes_ = 0;
  std::vector<uint64_t> open_, inCircle_;
  bool isCut_ = false, isOpenedCut_ = false;
};

Measurer::Measurer(PartBytes parts, MeasureOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(parts), options)) {}
Measurer::Measurer(Measurer&&) noexcept = default;
Measurer::~Measurer() = default;

ElementMeasures Measurer::measure(std::span<const std::byte> blob, const Placement& placement) {
  return implementation_->measure(blob, placement);
}

}  // namespace premap::geometry
