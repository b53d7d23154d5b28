// Comments are cut out before the lexer runs; the cuts are remembered, so that every place still counts
// in the user's text.
#include "comments.h"

#include <algorithm>

#include "premap/base/text.h"

namespace premap::ecsql {

Result<Uncommented> Uncommented::of(std::string_view ecsql) {
  Uncommented out;
  out.original_ = ecsql;
  char quote = 0;
  size_t kept = 0;
  for (size_t at = 0; at < ecsql.size();) {
    const char c = ecsql[at];
    if (quote || c == '\'' || c == '"') {
      if (!quote) quote = c;
      else if (c == quote) quote = 0;
      ++at;
      continue;
    }
    const size_t length = ecsqlCommentLength(ecsql.substr(at));
    if (length == ecsql.npos)
      return error("query-invalid", "the comment is not closed")
          .withSpan({static_cast<uint32_t>(at), static_cast<uint32_t>(ecsql.size())})
          .withHint("close it with `*/`");
    if (length > 0) {
      out.text_ += ecsql.substr(kept, at - kept);
      out.cut(at, at + length);
      kept = at + length;
    }
    at += std::max<size_t>(length, 1);
  }
  if (kept > 0) out.text_ += ecsql.substr(kept);
  return out;
}

void Uncommented::cut(size_t from, size_t to) {
  const size_t before = cuts_.empty() ? 0 : cuts_.back().removed;
  cuts_.push_back({text_.size(), before + (to - from)});
}

Span Uncommented::spanOf(size_t begin, size_t end) const {
  const size_t first = originalOf(begin);
  return {static_cast<uint32_t>(first), static_cast<uint32_t>(end > begin ? originalOf(end - 1) + 1 : first)};
}

size_t Uncommented::originalOf(size_t at) const {
  const auto next = std::upper_bound(cuts_.begin(), cuts_.end(), at, [](size_t a, const Cut& b) { return a < b.at; });
  return next == cuts_.begin() ? at : at + std::prev(next)->removed;
}

}  // namespace premap::ecsql
