// A text and what was read from it stay together; the text read last is not read again.
//
//   Readings readings;
//   auto mapping = readings.read(text);                 // std::shared_ptr<const MappingText>
//   readings.read(text) == mapping;                     // true: one parse a keystroke, whatever is asked about it
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "premap/mapping/read.h"

namespace premap {

/// Plans refer to the model, places to the text.
struct MappingText {
  explicit MappingText(std::string of, FaultScope scope = FaultScope::Listed)
      : text(std::move(of)), read(readMapping(text, scope)) {}
  const std::string text;
  const ReadResult read;
};

class Readings {
 public:
  std::shared_ptr<const MappingText> read(std::string_view text) {
    if (last_ && last_->text == text) return last_;
    forget();  // two large mappings need not fit at once
    ++count_;
    return last_ = std::make_shared<const MappingText>(std::string(text));
  }
  /// Gives the room back.
  void forget() { last_.reset(); }
  /// How many texts were read so far.
  uint64_t count() const { return count_; }

 private:
  std::shared_ptr<const MappingText> last_;
  uint64_t count_ = 0;
};

}  // namespace premap
