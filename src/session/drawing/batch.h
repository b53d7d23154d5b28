// One batch of a drawing: arrays as a graphics card takes them, positions from the origin of the drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "premap/geometry/tessellate.h"
#include "premap/preview/batch.h"
#include "session/drawing/elements.h"

namespace premap::drawing {

/// Owners of runs: elements count through the batch, parts (with this bit) through the whole drawing.
inline constexpr uint32_t kPartBit = 0x80000000;

class DrawingBatch {
 public:
  /// Columns of the one row that a batch has; docs/architecture.md tells the arrays.
  static std::vector<VectorKind> kinds() { return std::vector<VectorKind>(12, VectorKind::Bytes); }

  bool isEmpty() const { return ids_.empty() && parts_.empty(); }
  size_t elementCount() const { return ids_.size(); }
  size_t byteSize() const {
    return (positions_.size() + normals_.size() + triangles_.size() + lines_.size() + transforms_.size()) * 4 +
           (runs_.size() + instances_.size()) * 4 + ids_.size() * 60;
  }

  uint32_t addElement(uint64_t id, const std::optional<WorldBox>& box);
  /// More primitives of the element added last that could not be drawn.
  void addRefused(uint32_t count) { refused_.back() += count; }
  void addPart(uint64_t id) { parts_.push_back(id); }
  /// `frame` leads from the drawing's points to positions; `color(look)` gives each run its own. False, and nothing is
  /// added, when a position is more than a float holds.
  bool addDrawing(const geometry::Drawing& drawing, const geometry::Transform& frame, uint32_t owner, auto&& color) {
    const auto first = static_cast<uint32_t>(positions_.size() / 3);
    if (!addPoints(drawing, frame)) return false;
    const auto triangles = static_cast<uint32_t>(triangles_.size()), lines = static_cast<uint32_t>(lines_.size());
    addTriangles(drawing.triangles, first, frame.determinant() < 0);
    for (const uint32_t end : drawing.lines) lines_.push_back(first + end);
    for (const geometry::DrawnRun& run : drawing.runs)
      runs_.insert(runs_.end(), {owner, triangles + run.trianglesEnd, lines + run.linesEnd, color(run.look)});
    return true;
  }
  /// As addDrawing.
  bool addInstance(uint32_t element, uint32_t part, uint32_t color, const geometry::Transform& frame);

  /// The batch's bytes; then it is empty.
  std::vector<uint8_t> finish(BatchWriter& writer, uint32_t flags, const geometry::Vec3& origin);

 private:
  bool addPoints(const geometry::Drawing& drawing, const geometry::Transform& frame);
  void addTriangles(std::span<const uint32_t> corners, uint32_t first, bool isMirrored);

  std::vector<uint64_t> ids_, parts_;
  std::vector<uint32_t> refused_;
  std::vector<double> boxes_;
  std::vector<float> positions_, normals_;
  std::vector<uint32_t> triangles_, lines_, runs_, instances_;
  std::vector<float> transforms_;
  uint64_t partsBefore_ = 0;
};

}  // namespace premap::drawing
