// Cells from the reader's blocks into records of the file: none becomes a text on the way that is none in the file.
#include "premap/preview/table_file_cursor.h"

#include "premap/base/text.h"

namespace premap {

using resolve::CellColumn;
using resolve::CellKind;

namespace {

constexpr size_t kMostColumns = 1999;  // of the 2,000 that SQLite reads at a time; one is the row's number

std::vector<TableFile::Column> columnsOf(const GroupTable& table) {
  std::vector<TableFile::Column> columns;
  for (const TableColumn& column : table.columns()) {
    TableFile::Type type = TableFile::Type::String;
    if (column.type == resolve::Target::Boolean) type = TableFile::Type::Boolean;
    if (column.type == resolve::Target::Integer) type = TableFile::Type::Integer;
    if (column.type == resolve::Target::Double) type = TableFile::Type::Double;
    columns.push_back({column.name, type});
  }
  return columns;
}

}  // namespace

Result<std::unique_ptr<TableFileCursor>> TableFileCursor::open(const Mapping& mapping, std::string_view group,
                                                               resolve::Planner& planner,
                                                               const resolve::ResolveOptions& options) {
  auto table = GroupTable::open(mapping, group, planner, options);
  if (!table) return std::move(table.diagnostics());
  if (table->columns().size() > kMostColumns)
    return error("call-invalid", "a table file has at most " + std::to_string(kMostColumns) +
                                     " columns; the group has " + std::to_string(table->columns().size()))
        .withHint("extract it as CSV");
  return std::unique_ptr<TableFileCursor>(new TableFileCursor(std::move(*table)));
}

TableFileCursor::TableFileCursor(GroupTable table)
    : table_(std::move(table)), reader_(table_, -1, 0), file_(columnsOf(table_)) {}

Result<std::vector<uint8_t>> TableFileCursor::next(const BatchBudget& budget) {
  if (isDone_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  while (true) {
    const size_t before = file_.byteSize();
    const size_t left = budget.maxBytes > before ? budget.maxBytes - before : 0;
    const Step step = reader_.nextBlock(blockSize_.next(left, BlockSize::kMost));
    if (step == Step::Row) {
      addRows();
      if (file_.byteSize() > before) blockSize_.learn(file_.byteSize() - before, reader_.rowCount());
      if (file_.byteSize() >= budget.maxBytes) return piece(BatchFlag::None);
      if (deadline.passedNow()) return piece(BatchFlag::Paused);
      continue;
    }
    isDone_ = true;
    if (step == Step::Interrupted) return error("cancelled", "the extract was stopped");
    if (step == Step::Failed) return reader_.failure();
    return piece(BatchFlag::Last);
  }
}

void TableFileCursor::addRows() {
  const size_t columns = table_.columns().size();
  for (size_t row = 0; row < reader_.rowCount(); ++row) {
    for (size_t c = 0; c < columns; ++c) addCell(reader_.column(c), row);
    file_.endRow();
  }
  rows_ += static_cast<double>(reader_.rowCount());
  if (isKeyed_) noteKeys();
}

void TableFileCursor::addCell(const CellColumn& column, size_t row) {
  switch (column.kind(row)) {
    case CellKind::Null:
      return file_.addNull();
    case CellKind::Boolean:
    case CellKind::Integer:
      return file_.addInteger(column.integer(row));
    case CellKind::Double:
      return file_.addReal(column.real(row));
    case CellKind::Id: {
      char text[kIdTextSize];
      return file_.addText({text, writeId(column.integer(row), text)});
    }
    case CellKind::Text:
      return file_.addText(column.text(row));
    case CellKind::Point2d:
    case CellKind::Point3d:
      text_.clear();
      resolve::appendPoint(text_, column.point(row), column.kind(row) == CellKind::Point3d);
      return file_.addText(text_);
  }
}

// The first default column is ECInstanceId.
void TableFileCursor::noteKeys() {
  const CellColumn& ids = reader_.column(0);
  for (size_t row = 0; row < reader_.rowCount() && isKeyed_; ++row)
    isKeyed_ = ids.kind(row) == CellKind::Id && keys_.insert(ids.integer(row));
  if (!isKeyed_) keys_ = IdSet();
}

std::vector<uint8_t> TableFileCursor::piece(uint32_t flags) {
  const bool isLast = flags == BatchFlag::Last;
  if (isLast) file_.finish(isKeyed_ ? kIsKeyed : 0);
  std::string& out = writer_.textSink(0);
  const size_t before = out.size();
  file_.takePages(out);
  const auto written = static_cast<double>(out.size() - before);
  endPiece(end_);
  end_ += written;
  if (isLast) writer_.textSink(0) += file_.firstPage(), endPiece(0);
  return writer_.finish(flags);
}

void TableFileCursor::endPiece(double offset) {
  writer_.endText(0);
  writer_.appendDouble(1, rows_);
  writer_.appendDouble(2, offset);
  rows_ = 0;
  writer_.endRow();
}

}  // namespace premap
