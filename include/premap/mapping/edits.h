// Edits of a text: what is not edited stays as the user wrote it, white space, order and number format included.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"

namespace premap {

/// Puts `text` in place of a part of another text.
struct TextEdit {
  Span span;
  std::string text;
  bool operator==(const TextEdit&) const = default;
};
/// In order of place, none touching what another one touches.
using TextEdits = std::vector<TextEdit>;

std::string applyEdits(std::string_view text, const TextEdits& edits);

/// The edits that do at once what `first` and then `second` do: `second` counts in the text that `first` leaves.
TextEdits joinEdits(const TextEdits& first, const TextEdits& second);

}  // namespace premap
