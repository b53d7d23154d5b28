// Rows come in the order of the table and are written in that of the view: a piece is read whole, then written.
#include "premap/preview/view_cursor.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/preview/preview_cursor.h"

namespace premap {

using resolve::Cell;
using resolve::kDefaultColumnCount;
using resolve::Value;
using resolve::ValueType;

namespace {

constexpr size_t kRowsAtOnce = 1024;
constexpr size_t kPiece = 512;         // rows that are looked up together
constexpr size_t kLargePiece = 16384;  // where each piece reads the table from its first row on
constexpr uint32_t kUnknown = 0xffffffff;

std::vector<VectorKind> withNumbers(std::vector<VectorKind> kinds) {
  kinds.push_back(VectorKind::F64);
  return kinds;
}

}  // namespace

std::shared_ptr<const RowView> Cursor::view() const {
  return nullptr;
}

Result<std::unique_ptr<ViewCursor>> ViewCursor::open(std::shared_ptr<const RowView> view, resolve::Planner& planner,
                                                     int64_t limit, int64_t offset, bool hasVerdicts) {
  const ViewSource& source = view->source();
  auto table = GroupTable::open(source.mapping->read.mapping, source.group, planner, source.options);
  if (!table) return std::move(table.diagnostics());
  std::unique_ptr<ViewCursor> cursor(new ViewCursor(std::move(view), planner, std::move(*table), hasVerdicts));
  const size_t count = cursor->view_->rowCount();
  cursor->at_ = std::min(static_cast<size_t>(std::max<int64_t>(offset, 0)), count);
  const size_t left = count - cursor->at_;
  cursor->end_ = cursor->at_ + (limit < 0 ? left : std::min(static_cast<size_t>(limit), left));
  return cursor;
}

ViewCursor::ViewCursor(std::shared_ptr<const RowView> view, resolve::Planner& planner, GroupTable table,
                       bool hasVerdicts)
    : view_(std::move(view)),
      planner_(planner),
      table_(std::move(table)),
      kinds_(withNumbers(vectorsOf(table_, view_->source().options.classIdOutput, hasVerdicts))),
      writer_(kinds_),
      hasVerdicts_(hasVerdicts) {}

Result<std::vector<uint8_t>> ViewCursor::next(const BatchBudget& budget) {
  const Deadline deadline(budget.milliseconds);
  while (!isDone_ && at_ < end_) {
    if (!reader_)
      if (Status begun = beginPiece(std::max<size_t>(budget.maxRows, 1)); !begun.ok())
        return isDone_ = true, std::move(begun.diagnostics());
    auto isRead = readPiece(deadline);
    if (isRead && !*isRead) return writer_.finish(BatchFlag::Paused);
    Status ended = isRead ? endPiece() : Status(std::move(isRead.diagnostics()));
    if (!ended.ok()) return isDone_ = true, std::move(ended.diagnostics());
    if (at_ == end_) break;
    if (writer_.rowCount() >= budget.maxRows || writer_.byteSize() >= budget.maxBytes)
      return writer_.finish(BatchFlag::None);
    if (deadline.passedNow()) return writer_.finish(BatchFlag::Paused);
  }
  return writer_.finish(BatchFlag::Last);
}

size_t ViewCursor::pieceSize() const {
  return view_->hasUniqueIds() ? kPiece : kLargePiece;
}

Status ViewCursor::beginPiece(size_t most) {
  wanted_.clear(), rows_.clear(), places_.clear();
  const size_t count = std::min({end_ - at_, pieceSize(), most});
  std::vector<int64_t> ids;
  for (size_t i = 0; i < count; ++i) {
    const RowView::Row row = view_->row(at_ + i);
    const bool isById = view_->hasUniqueIds();
    places_[isById ? static_cast<uint64_t>(row.id) : row.number].push_back(static_cast<uint32_t>(i));
    if (isById) ids.push_back(row.id);
    wanted_.push_back(row);
  }
  rows_.resize(count);
  missing_ = count, number_ = 0;
  ownVerdicts_.clear();
  if (view_->hasUniqueIds()) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const ViewSource& source = view_->source();
    resolve::ResolveOptions options = source.options;
    options.ecInstanceIds = std::move(ids);
    auto chosen = GroupTable::open(source.mapping->read.mapping, source.group, planner_, options);
    if (!chosen) return std::move(chosen.diagnostics());
    chosen_.emplace(std::move(*chosen));
  }
  reader_ = std::make_unique<TableReader>(chosen_ ? *chosen_ : table_, -1, 0);
  return {};
}

// True when all rows of the piece are there.
Result<bool> ViewCursor::readPiece(const Deadline& deadline) {
  while (missing_ > 0) {
    const Step step = reader_->nextBlock(kRowsAtOnce);
    if (step == Step::Failed) return reader_->failure();
    if (step == Step::Interrupted) return error("cancelled", "reading rows of the view was stopped");
    if (step == Step::Done) break;
    for (size_t row = 0; row < reader_->rowCount(); ++row, ++number_) takeRow(row);
    if (missing_ > 0 && deadline.passedNow()) return false;
  }
  return true;
}

void ViewCursor::takeRow(size_t row) {
  const bool isById = view_->hasUniqueIds();
  const auto found = places_.find(isById ? static_cast<uint64_t>(reader_->rows().id(row)) : number_);
  if (found == places_.end()) return;
  // An id may be in several parts.
  for (const uint32_t place : found->second)
    if (!rows_[place].isRead && (!isById || wanted_[place].part == reader_->part())) take(row, rows_[place]);
}

void ViewCursor::take(size_t row, ReadRow& to) {
  const size_t count = table_.columns().size();
  to.isRead = true, --missing_;
  to.cells.resize(count), to.texts.resize(count);
  for (size_t c = 0; c < count; ++c) {
    const resolve::CellColumn& column = reader_->column(c);
    Value value = column.value(row, to.texts[c]);
    if (value.type == ValueType::String && value.text.data() != to.texts[c].data())
      to.texts[c] = value.text, value.text = to.texts[c];
    to.cells[c] = {value, c < kDefaultColumnCount ? uint16_t{0} : ownVerdict(column.verdict(row))};
  }
}

// Each piece has a reader with a book of its own; the cursor has one for all.
uint16_t ViewCursor::ownVerdict(uint16_t verdict) {
  if (ownVerdicts_.size() <= verdict) ownVerdicts_.resize(size_t{verdict} + 1, kUnknown);
  uint32_t& own = ownVerdicts_[verdict];
  if (own == kUnknown) own = book_.intern(reader_->verdicts()[verdict]);
  return static_cast<uint16_t>(own);
}

Status ViewCursor::endPiece() {
  reader_.reset(), chosen_.reset();
  if (missing_ > 0) return rowsAreGone();
  const auto count = static_cast<int>(table_.columns().size());
  constexpr auto kDefaults = static_cast<int>(kDefaultColumnCount);
  for (size_t i = 0; i < rows_.size(); ++i) {
    for (int c = 0; c < count; ++c) writeCell(c, rows_[i].cells[static_cast<size_t>(c)].value);
    for (int c = kDefaults; hasVerdicts_ && c < count; ++c)
      writer_.appendU16(count + c - kDefaults, rows_[i].cells[static_cast<size_t>(c)].verdict);
    writer_.appendDouble(static_cast<int>(kinds_.size()) - 1, wanted_[i].number);
    writer_.endRow();
  }
  at_ += rows_.size();
  return {};
}

void ViewCursor::writeCell(int column, const Value& value) {
  const VectorKind kind = kinds_[static_cast<size_t>(column)];
  if (value.type == ValueType::Null || kind == VectorKind::Null) return writer_.appendNull(column);
  switch (kind) {
    case VectorKind::Bool:
      return writer_.appendBool(column, value.integer != 0);
    case VectorKind::F64:
      return writer_.appendDouble(column, value.real);
    case VectorKind::I64:
      return writer_.appendInteger(column, value.integer);
    case VectorKind::Id:
      return writer_.appendId(column, static_cast<uint64_t>(value.integer));
    default:
      return writer_.appendText(column, value.type == ValueType::Id ? idToHex(value.integer) : std::string(value.text));
  }
}

}  // namespace premap
