// A call's parameters are JSON, and one of them may be a mapping of megabytes. Such a text is taken out before the rest
// is parsed: a parser copies it several times over.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace premap {

using LongTexts = std::map<std::string, std::string, std::less<>>;

/// Moves the long texts that are members of the object `json` to `texts`, decoded, and leaves "" in their places.
/// What it does not understand it leaves as it is.
std::string takeLongTexts(std::string_view json, LongTexts& texts);

}  // namespace premap
