// Whoever reads the batches keeps the shape of every part; here only its number stays, and what it refers to.
#include "session/drawing/parts.h"

#include "premap/ecsql/compile.h"

namespace premap::drawing {
namespace {

using geometry::Drawing;
using geometry::DrawnPart;
using geometry::Look;
using geometry::Transform;
using geometry::Vec3;

constexpr size_t kDeepestPart = 12;            // as when measuring
constexpr size_t kMostInstances = 100'000;     // of one element: parts that refer to parts multiply
constexpr size_t kMostReferences = 1'000'000;  // kept of all parts

// Which look a part of a part is drawn with: its own, else that of what refers to it.
Look over(const Look& outer, const Look& own) {
  Look look = own.subCategory == 0 && !own.hasColor ? outer : own;
  if (look.subCategory == 0) look.subCategory = outer.subCategory;
  return look;
}

Transform movedBy(const Vec3& offset) {
  Transform moved;
  moved.origin = offset;
  return moved;
}

}  // namespace

Parts::Parts(const Catalog& catalog, const Colors& colors, geometry::Tessellator& tessellator)
    : colors_(colors), tessellator_(tessellator) {
  const auto query = ecsql::compile("SELECT GeometryStream FROM bis.GeometryPart WHERE ECInstanceId=?", catalog);
  if (!query || query->parameters.empty()) return;
  auto prepared = catalog.database().prepare(query->sql);
  if (prepared) statement_ = std::move(*prepared), parameter_ = query->parameters[0].sqlIndexes[0];
}

void Parts::addInstances(const DrawnPart& reference, const Transform& outer, uint32_t element, uint64_t category,
                         DrawingBatch& batch) {
  add(reference, outer, {}, {element, category, batch}, 0);
}

void Parts::add(const DrawnPart& reference, const Transform& outer, const Look& look, const Target& target,
                size_t depth) {
  if (depth >= kDeepestPart || instances_ >= kMostInstances) return target.batch.addRefused(1);
  ++instances_;
  const Part& part = find(reference.part, target.batch);
  const Transform frame = outer * reference.frame;
  const Look inner = over(look, reference.look);
  target.batch.addRefused(part.refused);
  if (!part.isEmpty && !target.batch.addInstance(target.element, part.number, colors_.of(inner, target.category),
                                                 frame * movedBy(part.base)))
    target.batch.addRefused(1);
  for (const DrawnPart& nested : part.parts) {
    add(nested, frame, inner, target, depth + 1);
    if (instances_ >= kMostInstances) return;
  }
}

const Parts::Part& Parts::find(uint64_t id, DrawingBatch& batch) {
  if (const auto found = known_.find(id); found != known_.end()) return found->second;
  Drawing drawing = tessellator_.draw(streamOf(id));
  Part part;
  part.refused = drawing.refused + (drawing.stream != geometry::Refusal::None);
  part.isEmpty = drawing.runs.empty();
  if (!part.isEmpty) {
    part.base = drawing.points[0];
    // Where a part has no colour of its own its runs have that of the instance.
    part.isEmpty = !batch.addDrawing(drawing, movedBy(-part.base), count_ | kPartBit, [&](const Look& look) {
      return look.subCategory == 0 && !look.hasColor ? kColorOfInstance : colors_.of(look, 0);
    });
    if (part.isEmpty) ++part.refused;
    else part.number = count_++, batch.addPart(id);
  }
  references_ += drawing.parts.size();
  if (references_ <= kMostReferences) part.parts = std::move(drawing.parts);
  else part.refused += static_cast<uint32_t>(drawing.parts.size());
  return known_[id] = std::move(part);
}

std::span<const std::byte> Parts::streamOf(uint64_t id) {
  if (!statement_) return {};
  statement_->reset();
  statement_->bind(parameter_, static_cast<int64_t>(id));
  if (statement_->step() != Step::Row || statement_->type(0) != ColumnType::Blob) return {};
  return statement_->blob(0);
}

}  // namespace premap::drawing
