// The aspects of one class, read in the order of their elements beside rows that come in that order: a step for each
// element that has one, in place of a look-up for each row.
#pragma once

#include <cstdint>
#include <optional>

#include "premap/sqlite/database.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

class AspectStream {
 public:
  AspectStream(Database& database, const StreamedAspect& plan) : database_(database), plan_(plan) {}

  /// The row of an element's aspects; null when it has none, or when reading them failed. Lives until the next call.
  /// Elements may come in any order; going back, or far ahead, costs a look-up.
  const Statement* at(int64_t element);
  /// Step::Failed or Step::Interrupted once reading was not possible, with what happened; otherwise Step::Row.
  Step trouble() const { return trouble_; }
  const Diagnostics& failure() const { return failure_; }

 private:
  bool seek(int64_t element);
  void advance();
  void adaptSpan();

  Database& database_;
  const StreamedAspect& plan_;
  std::optional<Statement> statement_;
  int64_t first_ = 0, last_ = -1;  // the ids the statement was bound to; none yet
  int64_t asked_ = 0;              // the element asked for last
  int64_t owner_ = 0;              // the element of the statement's row
  bool isDone_ = true;             // no row is left up to `last_`
  int64_t span_ = 256;             // ids the next stretch has
  int64_t used_ = 0;               // elements asked for in this stretch
  Step trouble_ = Step::Row;
  Diagnostics failure_;
};

}  // namespace premap::resolve
