// The parsed pattern.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "schema/regex/char_set.h"

namespace premap {

/// Conditions on a place between two characters; a bit set.
enum RegexPlace : uint8_t {
  kTextBegin = 1,
  kTextEnd = 2,
  kLineBegin = 4,
  kLineEnd = 8,
  kWordBoundary = 16,
  kNoWordBoundary = 32
};

struct RegexNode {
  enum class Kind : uint8_t { Empty, Set, Place, Group, Sequence, Choice, Repeat };
  Kind kind = Kind::Empty;
  CharSet set;               ///< Set
  uint8_t place = 0;         ///< Place
  int group = 0;             ///< Group: its number; 0 = it does not capture
  int least = 0, most = -1;  ///< Repeat; -1 = no end
  bool greedy = true;        ///< Repeat
  std::vector<std::unique_ptr<RegexNode>> parts;
};

struct RegexTree {
  std::unique_ptr<RegexNode> root;
  int groupCount = 0;
};

/// Errors: `regex-invalid`.
Result<RegexTree> parseRegex(std::string_view pattern);

}  // namespace premap
