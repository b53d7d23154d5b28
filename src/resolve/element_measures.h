// Length, Area and Volume of the row's element: its stream and placement are read from the row, the parts it refers to
// from the file, and the decisions about what counts (docs/resolution.md, G1 to G5) are made here.
#pragma once

#include <optional>

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

  /// Another row from now on.
  void newRow() { measured_.reset(); }
  /// The element of `row`, of class `cls`, whose stream is there. An element is measured once for all its columns.
  Measured measure(geometry::Quantity quantity, const Statement& row, const Class& cls);
  /// Of the row's element; null while nothing asked for a measure.
  const geometry::ElementMeasures* measures() const { return measured_ ? &*measured_ : nullptr; }

 private:
  geometry::Placement placementIn(const Statement& row, const Class& cls) const;
  double lengthOf(const geometry::Measures& measures) const;
  double regionEdges() const;
  std::span<const std::byte> streamOfPart(uint64_t id);
  void prepareParts();

  const PlanData& plan_;
  geometry::Measurer measurer_;
  std::optional<geometry::ElementMeasures> measured_;
  std::optional<Statement> parts_;
  bool arePartsPrepared_ = false;
};

}  // namespace premap::resolve
