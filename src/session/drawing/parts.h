// Parts that elements share: each is drawn once, when an element first refers to it, and from then on known by number.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "premap/geometry/tessellate.h"
#include "premap/schema/catalog.h"
#include "session/drawing/batch.h"
#include "session/drawing/colors.h"

namespace premap::drawing {

class Parts {
 public:
  Parts(const Catalog& catalog, const Colors& colors, geometry::Tessellator& tessellator);

  /// Instances of the part, and of what it refers to, for the element added to the batch last.
  void addInstances(const geometry::DrawnPart& reference, const geometry::Transform& outer, uint32_t element,
                    uint64_t category, DrawingBatch& batch);
  /// Before the first reference of each element.
  void startElement() { instances_ = 0; }

 private:
  struct Part {
    uint32_t number = 0;
    bool isEmpty = true;                     ///< nothing to draw of its own
    uint32_t refused = 0;                    ///< primitives of its own
    geometry::Vec3 base;                     ///< its positions count from here: their digits are for the shape
    std::vector<geometry::DrawnPart> parts;  ///< what it refers to
  };
  struct Target {
    uint32_t element;
    uint64_t category;
    DrawingBatch& batch;
  };
  void add(const geometry::DrawnPart& reference, const geometry::Transform& outer, const geometry::Look& look,
           const Target& target, size_t depth);
  const Part& find(uint64_t id, DrawingBatch& batch);
  std::span<const std::byte> streamOf(uint64_t id);

  const Colors& colors_;
  geometry::Tessellator& tessellator_;
  std::optional<Statement> statement_;
  int parameter_ = 1;
  std::unordered_map<uint64_t, Part> known_;
  uint32_t count_ = 0;
  size_t references_ = 0;  ///< kept, of all parts
  size_t instances_ = 0;   ///< of the element, so far
};

}  // namespace premap::drawing
