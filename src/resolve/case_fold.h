// Case folding of names that may hold letters beyond ASCII (A35): simple upper case, no locale.
#pragma once

#include <string>
#include <string_view>

namespace premap::resolve {

/// The text in upper case; with `foldUnicode` off only ASCII letters change.
std::string fold(std::string_view text, bool foldUnicode);

}  // namespace premap::resolve
