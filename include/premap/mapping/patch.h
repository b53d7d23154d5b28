// JSON Patches (RFC 6902) of a mapping's text as edits of it: the one writer of mappings. What a patch does not touch
// stays as the user wrote it, and what it adds is written as its surroundings are.
//
//   Result<TextEdits> edits = editsOfPatch(text, R"([{"op":"add","path":"/groups/-","value":{"groupName":"Beams"}}])");
//   if (edits) text = applyEdits(text, *edits);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "premap/base/result.h"
#include "premap/mapping/edits.h"

namespace premap {

/// All steps, each on what the one before has left: add, remove, replace, move, copy, test. Beyond the RFC an `add` to
/// the end of a list (`…/-`) that is not there begins it.
/// Errors: `patch-invalid` for a patch that is none or does not fit the text, `json-invalid` and `mapping-too-large` of
/// the text itself. Cost: one pass over the text a step.
Result<TextEdits> editsOfPatch(std::string_view text, std::string_view patch);

/// Many small patches of one text, each on the text as it is. The text must outlive it.
/// Cost: one pass over the text; each step a walk along its path, however long the lists on it are.
class PatchPlaces {
 public:
  [[gnu::noinline]] explicit PatchPlaces(std::string_view text);
  [[gnu::noinline]] ~PatchPlaces();
  /// Nothing when the patch does not fit the text, or its steps touch what others touch.
  [[gnu::noinline]] std::optional<TextEdits> editsOf(const std::string& patch) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace premap
