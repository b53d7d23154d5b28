// A text as bytes that compare, byte by byte, as the texts are sorted: code point by code point, whatever the case of
// letters, digits in a row as the number they are (A-2 before a-10), ids by size. Zeros before a number do not count.
#pragma once

#include <string>
#include <string_view>

namespace premap {

/// Appends these bytes.
void appendSortText(std::string& out, std::string_view text);

}  // namespace premap
