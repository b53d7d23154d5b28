// Which elements are drawn, and where each stands: those of a group, those of a list, or all in 3d (of boxes those in
// spatial models, as the spatial index has them).
//
//   auto rows = ElementRows::open(state, params, ElementRows::Wanted::Stream);
//   while (*rows->next(deadline) == ElementRows::Found::Row) draw(rows->placement(), rows->stream());
#pragma once

#include <optional>
#include <vector>

#include "premap/geometry/vec3.h"
#include "premap/preview/cursor.h"
#include "session/drawing/group_ids.h"
#include "session/params.h"
#include "session/state.h"

namespace premap::drawing {

/// In the world; what it holds is finite, and low is not above high.
struct WorldBox {
  geometry::Vec3 low, high;
};

class ElementRows {
 public:
  enum class Found : uint8_t { Row, Nothing, Done };  ///< Nothing: time ran out before there was one
  enum class Wanted : uint8_t {
    Stream,
    Box
  };  ///< elements without it are left out, and so are those that stand nowhere

  /// From the parameters `mapping`, `group`, `options` and `elements`. Errors: what is wrong with these.
  static Result<std::unique_ptr<ElementRows>> open(SessionState& state, const Params& params, Wanted wanted);

  /// How many elements in 3d there are, wherever they stand: an index of SQLite has that, so it costs little.
  static Result<uint64_t> countAll(const Catalog& catalog);

  /// Errors: `cancelled`, and what SQLite says.
  Result<Found> next(const Deadline& deadline);

  // Of the element that was found, until the next.
  uint64_t id() const { return static_cast<uint64_t>(row_->int64(0)); }
  uint64_t category() const { return static_cast<uint64_t>(row_->int64(1)); }
  geometry::Transform placement() const;
  /// The stored one, turned into the world; none: there is none, or its numbers are none.
  std::optional<WorldBox> box() const;
  std::span<const std::byte> stream() const { return row_->blob(isIn3d_ ? 14 : 9); }

  /// Of a group's: keeps its text while the rows are read.
  std::shared_ptr<const MappingText> mapping;

 private:
  struct OfKind {
    Statement statement;
    int parameter = 0;  ///< where the id goes
  };
  Status prepare(const Catalog& catalog, Wanted wanted);
  Step step();
  Step stepOf(OfKind& kind, int64_t id);

  std::optional<OfKind> in3d_, in2d_;  ///< none: the file knows no such class
  bool isChosen_ = false;
  std::vector<int64_t> ids_;  ///< those chosen, sorted
  size_t at_ = 0;
  std::optional<GroupIds> group_;  ///< whose ids are to be collected; none: they are
  const Statement* row_ = nullptr;
  bool isIn3d_ = true;
};

}  // namespace premap::drawing
