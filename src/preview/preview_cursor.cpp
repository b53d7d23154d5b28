// Columns of cells into the batch's columns, their verdicts into columns of their own behind them.
#include "premap/preview/preview_cursor.h"

#include <algorithm>
#include <cstring>

#include "premap/base/text.h"

namespace premap {

namespace {

using resolve::CellColumn;
using resolve::CellKind;
using resolve::Target;

VectorKind vectorOf(const TableColumn& column, size_t index, resolve::ClassIdOutput classIds) {
  if (column.isDefault && index == 0) return VectorKind::Id;
  if (column.isDefault && index == 1)
    return classIds == resolve::ClassIdOutput::Hex ? VectorKind::Id : VectorKind::Text;
  if (!column.type || column.hasConflict) return VectorKind::Null;
  switch (*column.type) {
    case Target::Boolean:
      return VectorKind::Bool;
    case Target::Integer:
      return VectorKind::I64;
    case Target::Double:
      return VectorKind::F64;
    case Target::String:
      return VectorKind::Text;
  }
  return VectorKind::Text;
}

}  // namespace

std::vector<VectorKind> vectorsOf(const GroupTable& table, resolve::ClassIdOutput classIds, bool hasVerdicts) {
  std::vector<VectorKind> kinds;
  for (size_t i = 0; i < table.columns().size(); ++i) kinds.push_back(vectorOf(table.columns()[i], i, classIds));
  if (hasVerdicts) kinds.resize(kinds.size() + table.columns().size() - resolve::kDefaultColumnCount, VectorKind::U16);
  return kinds;
}

Result<std::unique_ptr<PreviewCursor>> PreviewCursor::open(const Mapping& mapping, std::string_view group,
                                                           resolve::Planner& planner,
                                                           const resolve::ResolveOptions& options, int64_t limit,
                                                           int64_t offset, bool hasVerdicts) {
  auto table = GroupTable::open(mapping, group, planner, options);
  if (!table) return std::move(table.diagnostics());
  std::vector<VectorKind> kinds = vectorsOf(*table, options.classIdOutput, hasVerdicts);
  std::unique_ptr<PreviewCursor> cursor(
      new PreviewCursor(std::move(*table), std::move(kinds), limit, offset, hasVerdicts));
  return cursor;
}

PreviewCursor::PreviewCursor(GroupTable table, std::vector<VectorKind> kinds, int64_t limit, int64_t offset,
                             bool hasVerdicts)
    : table_(std::move(table)),
      kinds_(std::move(kinds)),
      writer_(kinds_),
      reader_(table_, limit, offset),
      hasVerdicts_(hasVerdicts) {}

Result<std::vector<uint8_t>> PreviewCursor::next(const BatchBudget& budget) {
  if (isDone_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  while (true) {
    const size_t bytesBefore = writer_.byteSize();
    const size_t bytesLeft = budget.maxBytes > bytesBefore ? budget.maxBytes - bytesBefore : 0;
    switch (reader_.nextBlock(blockSize_.next(bytesLeft, budget.maxRows - writer_.rowCount()))) {
      case Step::Row:
        break;
      case Step::Done:
        isDone_ = true;
        return writer_.finish(BatchFlag::Last);
      case Step::Interrupted:
        isDone_ = true;
        return error("cancelled", "the preview was stopped");
      case Step::Failed:
        isDone_ = true;
        return reader_.failure();
    }
    writeRows();
    blockSize_.learn(writer_.byteSize() - bytesBefore, reader_.rowCount());
    if (writer_.rowCount() >= budget.maxRows || writer_.byteSize() >= budget.maxBytes)
      return writer_.finish(BatchFlag::None);
    if (deadline.passedNow()) return writer_.finish(BatchFlag::Paused);
  }
}

void PreviewCursor::writeRows() {
  const auto count = static_cast<int>(table_.columns().size());
  for (int c = 0; c < count; ++c) writeColumn(c, reader_.column(static_cast<size_t>(c)));
  constexpr int kDefaults = static_cast<int>(resolve::kDefaultColumnCount);
  for (int c = kDefaults; hasVerdicts_ && c < count; ++c) {
    auto* out = writer_.extend<uint16_t>(count + c - kDefaults, reader_.rowCount());
    std::memcpy(out, reader_.column(static_cast<size_t>(c)).verdicts(), reader_.rowCount() * sizeof *out);
  }
  writer_.endRows(static_cast<uint32_t>(reader_.rowCount()));
}

void PreviewCursor::writeColumn(int index, const CellColumn& cells) {
  const size_t rows = reader_.rowCount();
  const VectorKind kind = kinds_[static_cast<size_t>(index)];
  writer_.markNulls(index, rows, [&](size_t row) { return cells.isNull(row); });
  if (kind == VectorKind::Text) return writeTexts(index, cells);
  if (kind == VectorKind::Null) return;
  if (kind == VectorKind::Bool) {
    auto* out = writer_.extend<uint8_t>(index, rows);
    for (size_t row = 0; row < rows; ++row) out[row] = cells.integer(row) != 0;
    return;
  }
  // Of a null the bits are 0.
  std::memcpy(writer_.extend<uint64_t>(index, rows), cells.bits(), rows * sizeof(uint64_t));
}

void PreviewCursor::writeTexts(int index, const CellColumn& cells) {
  const size_t rows = reader_.rowCount();
  size_t bytes = 0, texts = 0, ids = 0, points2d = 0, points3d = 0;
  for (size_t row = 0; row < rows; ++row) {
    const CellKind kind = cells.kind(row);
    if (kind == CellKind::Text) bytes += cells.text(row).size(), ++texts;
    else points2d += kind == CellKind::Point2d, points3d += kind == CellKind::Point3d, ids += kind == CellKind::Id;
  }
  const bool isNothing = texts + ids + points2d + points3d == 0;
  const size_t dimensions = isNothing                                   ? writer_.dimensions(index)
                            : texts + ids > 0 || (points2d && points3d) ? 0
                            : points3d                                  ? 3
                                                                        : 2;
  if (dimensions > 0 && writePoints(index, cells, dimensions)) return;
  writer_.pointsToTexts(index);
  if (ids == 0 && points2d + points3d == 0) return writePlainTexts(index, cells, bytes);
  for (size_t row = 0; row < rows; ++row) {
    std::string& text = writer_.textSink(index);
    switch (cells.kind(row)) {
      case CellKind::Id:  // a class id without a class has no name to show
        appendId(text, cells.integer(row));
        break;
      case CellKind::Point2d:
      case CellKind::Point3d:
        resolve::appendPoint(text, cells.point(row), cells.kind(row) == CellKind::Point3d);
        break;
      case CellKind::Text:
        text += cells.text(row);
        break;
      default:
        break;
    }
    writer_.endText(index);
  }
}

// Points are given as numbers, as long as a batch has nothing else in the column: most are never looked at.
bool PreviewCursor::writePoints(int index, const CellColumn& cells, size_t dimensions) {
  double* out = writer_.extendPoints(index, reader_.rowCount(), dimensions);
  if (!out) return false;
  for (size_t row = 0; row < reader_.rowCount(); ++row, out += dimensions) {
    if (cells.isNull(row)) std::fill_n(out, dimensions, 0.0);
    else std::copy_n(cells.point(row), dimensions, out);
  }
  return true;
}

// Texts and nulls.
void PreviewCursor::writePlainTexts(int index, const CellColumn& cells, size_t bytes) {
  const BatchWriter::Texts out = writer_.extendTexts(index, reader_.rowCount(), bytes);
  char* at = out.text;
  for (size_t row = 0; row < reader_.rowCount(); ++row) {
    if (cells.kind(row) == CellKind::Text) {
      const std::string_view text = cells.text(row);
      std::memcpy(at, text.data(), text.size());
      at += text.size();
    }
    out.ends[row] = out.begin + static_cast<uint32_t>(at - out.text);
  }
}

}  // namespace premap
