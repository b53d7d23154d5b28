// Length, Area and Volume of the row's element: its stream and placement are read from the row, the parts it refers to
// from the file, and the decisions about what counts (docs/resolution.md, G1 to G5) are made here.
#pragma once

#include <optional>
#include <vector>

#include "premap/resolve/verdict.h"
#include "premap/sqlite/database.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

struct Measured {
  Reason reason = Reason::None;
  double value = 0;
  Decisions decisions = 0;
};

class ElementMeasurer {
 public:
  ElementMeasurer(const PlanData& plan, bool wantsPrimitives);

  /// Another block of so many rows from now on.
  void begin(size_t rows) { measured_.assign(rows, std::nullopt); }
  /// The element of `row`, of class `cls`, whose stream is there; `number`: the row's in the block. An element is
  /// measured once for all its columns.
  Measured measure(geometry::Quantity quantity, const StoredRow& row, size_t number, const Class& cls);
  /// Of a row's element; null while nothing asked for a measure.
  const geometry::ElementMeasures* measures(size_t number) const {
    return number < measured_.size() && measured_[number] ? &*measured_[number] : nullptr;
  }

 private:
  geometry::Placement placementIn(const StoredRow& row, const Class& cls) const;
  double lengthOf(const geometry::ElementMeasures& measured) const;
  double regionEdges(const geometry::ElementMeasures& measured) const;
  std::span<const std::byte> streamOfPart(uint64_t id);
  void prepareParts();

  const PlanData& plan_;
  geometry::Measurer measurer_;
  std::vector<std::optional<geometry::ElementMeasures>> measured_;  // by row of the block
  std::optional<Statement> parts_;
  bool arePartsPrepared_ = false;
};

}  // namespace premap::resolve
