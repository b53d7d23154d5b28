// Edits of a text: what is not edited stays as the user wrote it, white space, order and number format included.
#pragma once

#include <string>
#include <string_view>

#include "premap/base/diagnostic.h"

namespace premap {

std::string applyEdits(std::string_view text, const TextEdits& edits);

/// The edits that do at once what `first` and then `second` do: `second` counts in the text that `first` leaves.
TextEdits joinEdits(const TextEdits& first, const TextEdits& second);

}  // namespace premap
