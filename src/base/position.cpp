// Lines are found by a binary search over their beginnings, so that ten thousand faults of one text cost
// one pass over it.
#include "premap/base/position.h"

#include <algorithm>

namespace premap {

namespace {

constexpr size_t kMarkEvery = 1024;

}  // namespace

LineIndex::LineIndex(std::string_view text) : text_(text) {
  lineStarts_.push_back(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  utf16Marks_.reserve(text.size() / kMarkEvery + 1);
  size_t units = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i % kMarkEvery == 0) utf16Marks_.push_back(units);
    units += utf16UnitsOf(text[i]);
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
      lineStarts_.push_back(i + 1);
  }
}

TextPosition LineIndex::at(size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(lineStarts_.begin() + 1, lineStarts_.end(), offset);
  const size_t units = utf16At(offset), lineUnits = utf16At(*(next - 1));
  return {static_cast<uint32_t>(next - lineStarts_.begin()),
          static_cast<uint32_t>(units > lineUnits ? units - lineUnits : 0) + 1};
}

size_t LineIndex::utf16At(size_t offset) const {
  offset = std::min(offset, text_.size());
  const size_t mark = std::min(offset / kMarkEvery, utf16Marks_.empty() ? 0 : utf16Marks_.size() - 1);
  size_t units = utf16Marks_.empty() ? 0 : utf16Marks_[mark];
  for (size_t i = mark * kMarkEvery; i < offset; ++i) units += utf16UnitsOf(text_[i]);
  return units;
}

}  // namespace premap
