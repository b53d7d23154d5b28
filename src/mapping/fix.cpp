// Applies the patches that are safe and do not touch each other's text; what is left is for the next round.
#include "premap/mapping/fix.h"

#include <algorithm>
#include <map>

#include "premap/mapping/patch.h"

namespace premap {

namespace {

// The parts of a text that are to be replaced.
class TakenSpans {
 public:
  // False when one of them is taken: then none is.
  bool take(const TextEdits& edits) {
    for (const TextEdit& edit : edits)
      if (!isFree(edit.span)) return false;
    for (const TextEdit& edit : edits) ends_.emplace(edit.span.begin, edit.span.end);
    return true;
  }

 private:
  bool isFree(Span span) const {
    const auto next = ends_.lower_bound(span.begin);
    if (next != ends_.end() && next->first < span.end) return false;
    return next == ends_.begin() || std::prev(next)->second <= span.begin;
  }

  std::map<uint32_t, uint32_t> ends_;  // by begin
};

}  // namespace

FixResult fixText(std::string_view text, const Diagnostics& diagnostics) {
  FixResult result;
  const PatchPlaces places(text);
  TakenSpans taken;
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    if (!diagnostics[i].isPatchSafe || diagnostics[i].patch.empty()) continue;
    const std::optional<TextEdits> edits = places.editsOf(diagnostics[i].patch);
    if (!edits || !taken.take(*edits)) continue;
    result.edits.insert(result.edits.end(), edits->begin(), edits->end());
    result.applied.push_back(i);
  }
  std::sort(result.edits.begin(), result.edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.span.begin < b.span.begin; });
  return result;
}

}  // namespace premap
