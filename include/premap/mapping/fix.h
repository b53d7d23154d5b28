// Repairs a mapping's text with the patches its diagnostics carry: what is not repaired stays as the user wrote it,
// white space, order and number format included.
//
//   FixResult fixed = fixText(text, faults);
//   write(applyEdits(text, fixed.edits));     // text with the safe patches applied
//   for (size_t i : fixed.applied) tell(faults[i]);
#pragma once

#include <string_view>
#include <vector>

#include "premap/mapping/edits.h"

namespace premap {

struct FixResult {
  TextEdits edits;
  std::vector<size_t> applied;  ///< indexes of the diagnostics whose patches were applied
};

/// The patches marked as safe. Of patches that touch the same text the first is applied; a second call with the new
/// diagnostics applies the others. A patch that does not fit the text is left out.
FixResult fixText(std::string_view text, const Diagnostics& diagnostics);

}  // namespace premap
