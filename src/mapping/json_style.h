// How a JSON text is laid out, and values written the same way.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mapping/document.h"

namespace premap {

/// Keeps the order in which members are given.
using OrderedJson = nlohmann::ordered_json;

class JsonStyle {
 public:
  /// Of a text of one line, or of nothing but an empty object or list: two spaces, when lines are wanted.
  explicit JsonStyle(const JsonDocument& document);

  /// Does the object or list have its children on lines of their own? An empty one: does the text have lines at all?
  bool isMultiLine(NodeId container) const;
  /// The white space that the line of an offset begins with.
  /// Cost: the line up to there, so it is asked only of texts with lines.
  std::string indentAt(size_t offset) const;
  const std::string& unit() const { return unit_; }
  std::string_view newline() const { return newline_; }

  /// `indent`: that of the line the value begins in; nothing: on one line.
  std::string write(const OrderedJson& value, const std::string* indent) const;
  /// `"name": ` as the text has it.
  std::string key(std::string_view name) const;
  std::string_view comma() const { return isSpaced_ ? ", " : ","; }

 private:
  void append(std::string& out, const OrderedJson& value, const std::string* indent) const;
  void findUnit();

  const JsonDocument& document_;
  std::string unit_ = "  ";
  std::string newline_ = "\n";
  bool hasLines_ = false, isSpaced_ = true;
};

}  // namespace premap
