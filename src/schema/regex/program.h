// A pattern as a program for the matcher: a thread steps over characters, splits, or remembers where it is.
#pragma once

#include <vector>

#include "schema/regex/tree.h"

namespace premap {

struct RegexInstruction {
  enum class Op : uint8_t { Set, Place, Save, Split, Jump, Match };
  Op op = Op::Match;
  uint8_t place = 0;   ///< Place: what must hold here
  uint32_t next = 0;   ///< where to go on; Split: first choice
  uint32_t other = 0;  ///< Split: second choice; Set: index of the set; Save: slot
};

struct RegexProgram {
  std::vector<RegexInstruction> code;  ///< begins at 0
  std::vector<CharSet> sets;
  int groupCount = 0;
  bool anchored = false;  ///< can match at the text's begin only
};

/// Errors: `regex-invalid` when the program would be too long.
Result<RegexProgram> compileRegex(RegexTree tree);

}  // namespace premap
