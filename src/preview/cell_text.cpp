// One place writes a cell as text, so that exports and pages of all hosts agree to the byte.
#include "premap/preview/cell_text.h"

#include <algorithm>

#include "premap/base/text.h"

namespace premap {

using resolve::ValueType;

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
      out += std::to_string(value.integer);
      return;
    case ValueType::Double:
      return appendJsonDouble(out, value.real);
    case ValueType::Id:
      return appendJsonString(out, idToHex(value.integer));
    default:
      return appendJsonString(out, value.text);
  }
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

void appendCsvField(std::string& out, const resolve::Value& value) {
  switch (value.type) {
    case ValueType::Null:
    case ValueType::Binary:
      return;
    case ValueType::Boolean:
    case ValueType::Integer:
    case ValueType::Double:
      return appendCellJson(out, value);
    case ValueType::Id:
      out += idToHex(value.integer);
      return;
    default:
      return appendCsvText(out, value.text);
  }
}

}  // namespace premap
