// Comments, as the native engine has them: cut out before anything is read, so that they leave nothing in their place.
// `LIMIT/* ten */10` is the name `LIMIT10`. They begin with `--` or `//` and take their line with its end, or stand
// between `/*` and `*/`; in '…' and "…" there are none, in […] and `…` there are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"

namespace premap::ecsql {

/// A query without its comments, and the way back to where it was written.
class Uncommented {
 public:
  /// Error: `query-invalid` for a comment without an end.
  static Result<Uncommented> of(std::string_view ecsql);

  std::string_view text() const { return cuts_.empty() ? original_ : std::string_view(text_); }
  /// Where a piece of `text` was written, with the comments inside it.
  Span spanOf(size_t begin, size_t end) const;

 private:
  struct Cut {
    size_t at = 0;       ///< in `text`
    size_t removed = 0;  ///< so many bytes before here, in all
  };
  size_t originalOf(size_t at) const;
  void cut(size_t from, size_t to);

  std::string_view original_;
  std::string text_;
  std::vector<Cut> cuts_;
};

}  // namespace premap::ecsql
