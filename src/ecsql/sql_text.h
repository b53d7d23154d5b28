// Names and texts as SQL (and ECSQL) writes them.
#pragma once

#include <string>
#include <string_view>

namespace premap::ecsql {

/// `[name]`. Closing brackets are left out: names come from schemas and aliases, which cannot hold one.
std::string bracket(std::string_view name);

/// `'text'` with quotes doubled.
std::string quoteText(std::string_view text);

}  // namespace premap::ecsql
