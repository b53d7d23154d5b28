// One place writes a cell as text, so that exports and pages of all hosts agree to the byte.
#include "premap/preview/cell_text.h"

#include <algorithm>
#include <charconv>

#include "premap/base/text.h"

namespace premap {

using resolve::CellColumn;
using resolve::CellKind;
using resolve::ValueType;

namespace {

// What appendPoint and then appendCsvText would write: its quotes are doubled.
void appendCsvPoint(std::string& out, const double* coordinates, bool is3d) {
  static constexpr std::string_view kKeys[] = {"\"{\"\"x\"\":", ",\"\"y\"\":", ",\"\"z\"\":"};
  char text[3 * (kDoubleTextSize + 8)];
  char* at = text;
  for (int i = 0; i < (is3d ? 3 : 2); ++i) {
    at += kKeys[i].copy(at, kKeys[i].size());
    at += writeDouble(coordinates[i], at);
  }
  *at++ = '}', *at++ = '"';
  out.append(text, static_cast<size_t>(at - text));
}

}  // namespace

void appendCellJson(std::string& out, const resolve::Value& value) {
  switch (value.type) {
    case ValueType::Null:
    case ValueType::Binary:
      out += "null";
      return;
    case ValueType::Boolean:
      out += value.integer ? "true" : "false";
      return;
    case ValueType::Integer:
      return appendInteger(out, value.integer);
    case ValueType::Double:
      return appendJsonDouble(out, value.real);
    case ValueType::Id:
      out += '"';
      appendId(out, value.integer);
      out += '"';
      return;
    default:
      return appendJsonString(out, value.text);
  }
}

void appendValueKey(std::string& out, const resolve::Value& value) {
  if (value.type == ValueType::Double && value.real == 0) out += '0';
  else appendCellJson(out, value);
}

void appendCsvText(std::string& out, std::string_view text) {
  const auto isSpecial = [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; };
  if (!text.empty() && std::none_of(text.begin(), text.end(), isSpecial)) {
    out += text;
    return;
  }
  out += '"';
  for (size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

void appendCellJson(std::string& out, const CellColumn& column, size_t row) {
  std::string point;
  appendCellJson(out, column.value(row, point));
}

void appendCsvField(std::string& out, const CellColumn& column, size_t row) {
  switch (column.kind(row)) {
    case CellKind::Null:
      return;
    case CellKind::Boolean:
      out += column.integer(row) ? "true" : "false";
      return;
    case CellKind::Integer:
      return appendInteger(out, column.integer(row));
    case CellKind::Double:
      return appendJsonDouble(out, column.real(row));
    case CellKind::Id:
      return appendId(out, column.integer(row));
    case CellKind::Text:
      return appendCsvText(out, column.text(row));
    case CellKind::Point2d:
    case CellKind::Point3d:
      return appendCsvPoint(out, column.point(row), column.kind(row) == CellKind::Point3d);
  }
}

}  // namespace premap
