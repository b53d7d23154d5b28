// Each value is copied out of SQLite once, into the column of its slot.
#include "resolve/sql_rows.h"

#include <bit>

namespace premap::resolve {

namespace {

constexpr size_t kMostBytes = size_t{4} << 20;  // of texts a block, unless a single row has more

}  // namespace

SqlRows::SqlRows(const GroupPlan& plan, Statement statement)
    : plan_(plan), statement_(std::move(statement)), block_(plan.data()) {
  for (const StreamedAspect& each : plan.data().streams) streams_.emplace_back(plan.data().catalog->database(), each);
  columns_.resize(block_.slotCount());
}

Step SqlRows::next(size_t mostRows) {
  if (pending_ != Step::Row) return pending_;
  bytes_.clear();
  size_t rows = 0;
  for (; rows < mostRows && bytes_.size() < kMostBytes; ++rows) {
    const Step step = statement_.step();
    if (step != Step::Row) {
      if (step == Step::Failed) failure_ = plan_.explainSqlite({statement_.failure()});
      pending_ = step;
      break;
    }
    copy(statement_, 0, plan_.data().slots.size(), 0, rows);
    if (!copyAspects(rows)) break;
  }
  publish(rows);
  return rows > 0 && pending_ != Step::Interrupted ? Step::Row : pending_;
}

// Asked for a row's aspects; false: they could not be read, and the row is left out.
bool SqlRows::copyAspects(size_t to) {
  const PlanData& data = plan_.data();
  if (streams_.empty()) return true;
  const int64_t id = data.idSlot < 0 ? 0 : statement_.int64(data.idSlot);
  size_t slot = data.slots.size();
  for (size_t s = 0; s < streams_.size(); ++s) {
    const size_t count = data.streams[s].slots.size();
    if (const Statement* aspects = streams_[s].at(id)) {
      copy(*aspects, StreamedAspect::kFirstSlot, count, slot, to);
    } else {
      if (streams_[s].trouble() != Step::Row) {
        pending_ = streams_[s].trouble(), failure_ = streams_[s].failure();
        return false;
      }
      for (size_t i = 0; i < count; ++i) {
        Column& column = columns_[slot + i];
        if (column.types.size() <= to) column.types.resize(to * 2 + 64), column.bits.resize(to * 2 + 64);
        column.types[to] = ColumnType::Null;
      }
    }
    slot += count;
  }
  return true;
}

void SqlRows::copy(const StoredRow& row, int first, size_t count, size_t slot, size_t to) {
  for (size_t i = 0; i < count; ++i) {
    Column& column = columns_[slot + i];
    if (column.types.size() <= to) column.types.resize(to * 2 + 64), column.bits.resize(to * 2 + 64);
    const int index = first + static_cast<int>(i);
    const ColumnType type = row.type(index);
    column.types[to] = type;
    switch (type) {
      case ColumnType::Null:
        break;
      case ColumnType::Integer:
        column.bits[to] = static_cast<uint64_t>(row.int64(index));
        break;
      case ColumnType::Real:
        column.bits[to] = std::bit_cast<uint64_t>(row.real(index));
        break;
      case ColumnType::Text:
        column.bits[to] = copyText(row.text(index));
        break;
      case ColumnType::Blob: {
        const auto blob = row.blob(index);
        column.bits[to] = copyText({reinterpret_cast<const char*>(blob.data()), blob.size()});
      }
    }
  }
}

uint64_t SqlRows::copyText(std::string_view text) {
  const uint64_t offset = bytes_.size();
  bytes_ += text;
  return offset << 32 | text.size();
}

void SqlRows::publish(size_t rows) {
  block_.begin(rows);
  for (size_t i = 0; i < columns_.size(); ++i) {
    SlotColumn& slot = block_.slot(i);
    slot.types = columns_[i].types.data(), slot.bits = columns_[i].bits.data();
    slot.bytes = reinterpret_cast<const std::byte*>(bytes_.data());
  }
}

}  // namespace premap::resolve
