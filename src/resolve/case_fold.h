// Names that are compared without their case (A35): simple upper case, no locale.
#pragma once

#include <string>
#include <string_view>

#include "premap/base/text.h"
#include "premap/base/unicode.h"

namespace premap::resolve {

/// What two names have in common when they are the same but for case; with `foldUnicode` off only ASCII letters count.
inline std::string fold(std::string_view text, bool foldUnicode) {
  return foldUnicode ? foldInvariant(text) : toLower(text);
}

}  // namespace premap::resolve
