// Repairs a mapping's text with the patches its diagnostics carry: what is not repaired stays as the user wrote it,
// white space, order and number format included.
//
//   FixResult fixed = fixText(text, faults);
//   write(fixed.text);                        // text with the safe patches applied
//   for (size_t i : fixed.applied) tell(faults[i]);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"

namespace premap {

struct FixResult {
  std::string text;
  std::vector<size_t> applied;  ///< indexes of the diagnostics whose patches were applied
};

/// Applies the patches marked as safe. Of patches that touch the same text the first is applied; a second call with the
/// new diagnostics applies the others. A patch that does not fit the text is left out.
/// Supported operations: `replace`, `remove`, and `move` within one object (a new name for a field).
/// Cost: one pass over the text, and one for each operation over the objects on its path.
FixResult fixText(std::string_view text, const Diagnostics& diagnostics);

}  // namespace premap
