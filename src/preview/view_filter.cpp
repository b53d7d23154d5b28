// Most cells are passed over by their kind: a number has no letters. What is null is looked at once for each verdict.
#include "preview/view_filter.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/base/unicode.h"

namespace premap {

using resolve::CellColumn;
using resolve::CellKind;
using resolve::kDefaultColumnCount;

namespace {

constexpr size_t kClassColumn = 1;

bool isMadeOf(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

ViewFilter::ViewFilter(std::string_view text) : wanted_(toLowerInvariant(text)) {
  mayBeNumber_ = isMadeOf(wanted_, "0123456789.e+-");
  mayBePoint_ = isMadeOf(wanted_, "0123456789.e+-{}\":,xyz");
  mayBeId_ = isMadeOf(wanted_, "0123456789abcdefx");
}

void ViewFilter::mark(const TableReader& reader, const std::vector<size_t>& columns, std::vector<bool>& stays) {
  stays.assign(reader.rowCount(), false);
  for (const size_t column : columns) markColumn(reader, column, stays);
}

void ViewFilter::markColumn(const TableReader& reader, size_t column, std::vector<bool>& stays) {
  for (size_t row = 0; row < reader.rowCount(); ++row)
    if (!stays[row]) stays[row] = fits(reader, column, row);
}

bool ViewFilter::fits(const TableReader& reader, size_t index, size_t row) {
  const CellColumn& column = reader.column(index);
  text_.clear();
  switch (column.kind(row)) {
    case CellKind::Null:
      return fitsNull(reader, index < kDefaultColumnCount, column.verdict(row));
    case CellKind::Boolean:
      return has(column.integer(row) ? "true" : "false");
    case CellKind::Integer:
      return mayBeNumber_ && (appendInteger(text_, column.integer(row)), has(text_));
    case CellKind::Double:
      return mayBeNumber_ && (appendJsonDouble(text_, column.real(row)), has(text_));
    case CellKind::Id:
      if (mayBeId_) appendId(text_, column.integer(row));
      if (index == kClassColumn && reader.rows().rowClass(row)) return fitsClass(reader, row);
      return mayBeId_ && has(text_);
    case CellKind::Text:
      return has(column.text(row).empty() ? "empty text" : column.text(row));
    case CellKind::Point2d:
    case CellKind::Point3d:
      if (!mayBePoint_) return false;
      resolve::appendPoint(text_, column.point(row), column.kind(row) == CellKind::Point3d);
      return has(text_);
  }
  return false;
}

// A class is shown as its id, with its name beside.
bool ViewFilter::fitsClass(const TableReader& reader, size_t row) {
  constexpr size_t kMost = 256;
  const Class* cls = reader.rows().rowClass(row);
  const auto known = std::find_if(classes_.begin(), classes_.end(), [&](auto& each) { return each.first == cls; });
  if (known != classes_.end()) return known->second;
  if (classes_.size() == kMost) classes_.clear();
  return classes_.emplace_back(cls, has(cls->fullName('.')) || (mayBeId_ && has(text_))).second;
}

// The verdicts of default columns do not tell why.
bool ViewFilter::fitsNull(const TableReader& reader, bool isDefault, uint16_t verdict) {
  const size_t at = isDefault ? 0 : size_t{1} + verdict;
  if (nulls_.size() <= at) nulls_.resize(at + 1, Known::No);
  if (nulls_[at] == Known::No) {
    const resolve::Reason reason = isDefault ? resolve::Reason::None : reader.verdicts()[verdict].reason;
    const std::string_view why = reason == resolve::Reason::None ? "null" : resolve::wordsOf(reason).shortly;
    nulls_[at] = has("no value, " + std::string(why)) ? Known::Fits : Known::Fails;
  }
  return nulls_[at] == Known::Fits;
}

bool ViewFilter::has(std::string_view text) {
  const auto isAscii = [](char c) { return static_cast<signed char>(c) >= 0; };
  if (!std::all_of(text.begin(), text.end(), isAscii)) return toLowerInvariant(text).find(wanted_) != std::string::npos;
  if (text.size() < wanted_.size()) return false;
  lower_.resize(text.size());
  std::transform(text.begin(), text.end(), lower_.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower_.find(wanted_) != std::string::npos;
}

}  // namespace premap
