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

/// UTF-16 units that a byte of UTF-8 begins: 0 inside a character.
constexpr uint32_t utf16UnitsOf(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
}

/// Answers many offsets of one text. The text must outlive it. Offsets behind the end count as the end.
/// Cost: one pass to build; each answer one binary search and at most a kilobyte of the text, however long its lines.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  TextPosition at(size_t offset) const;
  /// The offset in UTF-16 units of the whole text.
  size_t utf16At(size_t offset) const;

 private:
  std::string_view text_;
  std::vector<size_t> lineStarts_;
  std::vector<size_t> utf16Marks_;  ///< units before every kilobyte
};

}  // namespace premap
