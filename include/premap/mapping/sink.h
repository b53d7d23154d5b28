// Collects diagnostics in the order of their place; a text with endless faults does not become an endless list.
#pragma once

#include "premap/base/diagnostic.h"
#include "premap/mapping/read.h"

namespace premap {

class DiagnosticSink {
 public:
  explicit DiagnosticSink(FaultScope scope = FaultScope::Listed) : scope_(scope) {}

  void add(Diagnostic diagnostic) {
    if (scope_ == FaultScope::Repairs) {
      if (diagnostic.isPatchSafe && !diagnostic.patch.empty()) diagnostics_.push_back(std::move(diagnostic));
      return;
    }
    if (diagnostics_.size() < kMost) diagnostics_.push_back(std::move(diagnostic));
    else ++dropped_;
  }

  Diagnostics take() {
    sortByPlace(diagnostics_);
    if (dropped_ > 0)
      diagnostics_.push_back(info("diagnostics-truncated", std::to_string(dropped_) + " further faults are not listed")
                                 .withHint("repair the ones above first"));
    return std::move(diagnostics_);
  }

 private:
  static constexpr size_t kMost = 10'000;
  const FaultScope scope_;
  Diagnostics diagnostics_;
  size_t dropped_ = 0;
};

}  // namespace premap
