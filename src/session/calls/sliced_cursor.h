// A call that is answered in slices, so that others are answered between them, and it can be stopped.
#pragma once

#include <string>

#include "premap/preview/batch.h"
#include "premap/preview/cursor.h"

namespace premap::calls {

/// One row a slice: how many rows of the snapshot were read so far, and the answer's JSON text, which is
/// null until the last.
class SlicedCursor : public Cursor {
 public:
  Result<std::vector<uint8_t>> next(const BatchBudget& budget) final {
    Deadline deadline(budget.milliseconds);
    auto isDone = advance(deadline);
    if (!isDone) return std::move(isDone.diagnostics());
    writer_.appendDouble(0, static_cast<double>(rowsRead()));
    if (*isDone) writer_.appendText(1, answer());
    else writer_.appendNull(1);
    writer_.endRow();
    return writer_.finish(*isDone ? BatchFlag::Last : BatchFlag::Paused);
  }

 protected:
  /// True when everything is read.
  virtual Result<bool> advance(Deadline& deadline) = 0;
  virtual uint64_t rowsRead() const = 0;
  /// Asked for once, at the end.
  virtual std::string answer() = 0;

 private:
  BatchWriter writer_{{VectorKind::F64, VectorKind::Text}};
};

}  // namespace premap::calls
