// A step of SQLite for each row, and one of the aspects' statements for each element that has some.
#include "resolve/sql_rows.h"

namespace premap::resolve {

namespace {

constexpr size_t kMostBytes = size_t{4} << 20;  // of texts a block, unless a single row has more

}  // namespace

SqlRows::SqlRows(const GroupPlan& plan, Statement statement)
    : plan_(plan), statement_(std::move(statement)), block_(plan.data()), columns_(block_.slotCount()) {
  for (const StreamedAspect& each : plan.data().streams) streams_.emplace_back(plan.data().catalog->database(), each);
}

Step SqlRows::next(size_t mostRows, int64_t /*upTo*/) {
  if (pending_ != Step::Row) return pending_;
  columns_.clear();
  size_t rows = 0;
  for (; rows < mostRows && columns_.textBytes() < kMostBytes; ++rows) {
    if (!step()) break;
    columns_.copy(statement_, 0, plan_.data().slots.size(), 0, rows);
    if (!copyAspects(rows)) break;
  }
  publish(rows);
  return rows > 0 && pending_ != Step::Interrupted ? Step::Row : pending_;
}

size_t SqlRows::skip(size_t mostRows) {
  size_t rows = 0;
  while (rows < mostRows && pending_ == Step::Row && step()) ++rows;
  return rows;
}

// False: there is no row; `pending_` says why.
bool SqlRows::step() {
  pending_ = statement_.step();
  if (pending_ == Step::Failed) failure_ = plan_.explainSqlite({statement_.failure()});
  return pending_ == Step::Row;
}

// False: they could not be read, and the row is left out.
bool SqlRows::copyAspects(size_t to) {
  const PlanData& data = plan_.data();
  if (streams_.empty()) return true;
  const int64_t id = data.idSlot < 0 ? 0 : statement_.int64(data.idSlot);
  size_t slot = data.slots.size();
  for (size_t s = 0; s < streams_.size(); ++s) {
    const size_t count = data.streams[s].slots.size();
    if (const Statement* aspects = streams_[s].at(id)) {
      columns_.copy(*aspects, StreamedAspect::kFirstSlot, count, slot, to);
    } else if (streams_[s].trouble() != Step::Row) {
      pending_ = streams_[s].trouble(), failure_ = streams_[s].failure();
      return false;
    } else {
      columns_.setNull(slot, count, to);
    }
    slot += count;
  }
  return true;
}

void SqlRows::publish(size_t rows) {
  block_.begin(rows);
  for (size_t i = 0; i < block_.slotCount(); ++i) block_.slot(i) = columns_.slot(i);
}

}  // namespace premap::resolve
