// Byte offsets as the line and column an editor shows.
//
//   LineIndex lines(text);
//   TextPosition at = lines.at(diagnostic.span->begin);   // {3, 14}
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace premap {

struct TextPosition {
  uint32_t line = 1;    ///< from 1; "\n", "\r\n" and "\r" end a line
  uint32_t column = 1;  ///< from 1, in UTF-16 units, as editors and SARIF count; a byte order mark is not counted
  bool operator==(const TextPosition&) const = default;
};

/// Answers many offsets of one text. The text must outlive it.
/// Cost: one pass to build; each answer one binary search and the length of one line.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  /// Offsets behind the end count as the end.
  TextPosition at(size_t offset) const;

 private:
  std::string_view text_;
  std::vector<size_t> lineStarts_;
};

}  // namespace premap
