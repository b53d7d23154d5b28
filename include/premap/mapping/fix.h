// Repairs a mapping's text with the patches its diagnostics carry: what is not repaired stays as the user wrote it,
// white space, order and number format included.
//
//   FixResult fixed = fixText(text, faults);
//   write(applyEdits(text, fixed.edits));     // text with the safe patches applied
//   for (size_t i : fixed.applied) tell(faults[i]);
#pragma once

#include <memory>
#include <optional>
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

/// Where in a text its JSON Patches point. The text must outlive it.
/// Supported operations: `replace`, `remove`, and `move` within one object (a new name for a field).
/// Cost: one pass over the text; each operation a walk along its path, however long the lists on it are.
class PatchPlaces {
 public:
  explicit PatchPlaces(std::string_view text);
  ~PatchPlaces();
  /// Nothing when the patch does not fit the text.
  std::optional<TextEdits> editsOf(const std::string& patch) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct FixResult {
  TextEdits edits;
  std::vector<size_t> applied;  ///< indexes of the diagnostics whose patches were applied
};

/// The patches marked as safe. Of patches that touch the same text the first is applied; a second call with the new
/// diagnostics applies the others. A patch that does not fit the text is left out.
FixResult fixText(std::string_view text, const Diagnostics& diagnostics);

}  // namespace premap
