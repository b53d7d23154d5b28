// Cursor: a running result that is read batch by batch. Session keeps one for each open query, preview or extract.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "premap/base/result.h"

namespace premap {

namespace resolve {
class VerdictBook;
}
class RowView;

/// How much one `next` may do before it answers with what it has.
struct BatchBudget {
  uint32_t maxRows = 65536;
  uint32_t maxBytes = 256 * 1024;
  double milliseconds = 50;
};

class Cursor {
 public:
  virtual ~Cursor() = default;
  /// The next batch (layout: docs/architecture.md). After a batch with BatchFlag::Last there are no more.
  /// Errors: what went wrong while stepping (`sqlite-error`, `file-corrupt`, `file-unreadable`, `cancelled`).
  virtual Result<std::vector<uint8_t>> next(const BatchBudget& budget) = 0;
  /// The verdicts of a preview's cells so far; null for every other cursor.
  virtual const resolve::VerdictBook* verdicts() const { return nullptr; }
  /// The rows that a view's cursor has found; null before, and for every other cursor.
  virtual std::shared_ptr<const RowView> view() const;
};

/// Tells when a budget's time is over. Looks at the clock on every 32nd question only.
class Deadline {
 public:
  explicit Deadline(double milliseconds)
      : end_(Clock::now() +
             std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(milliseconds))) {}
  bool passed() { return ++asked_ % 32 == 0 && passedNow(); }
  bool passedNow() const { return Clock::now() >= end_; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point end_;
  uint32_t asked_ = 0;
};

}  // namespace premap
