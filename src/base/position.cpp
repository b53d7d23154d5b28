#include "premap/base/position.h"

#include <algorithm>

namespace premap {

LineIndex::LineIndex(std::string_view text) : text_(text) {
  lineStarts_.push_back(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
      lineStarts_.push_back(i + 1);
}

TextPosition LineIndex::at(size_t offset) const {
  offset = std::min(offset, text_.size());
  auto next = std::upper_bound(lineStarts_.begin() + 1, lineStarts_.end(), offset);
  TextPosition position;
  position.line = static_cast<uint32_t>(next - lineStarts_.begin());
  for (size_t i = *(next - 1); i < offset; ++i) {
    auto byte = static_cast<unsigned char>(text_[i]);
    if ((byte & 0xC0) != 0x80) position.column += byte >= 0xF0 ? 2 : 1;
  }
  return position;
}

}  // namespace premap
