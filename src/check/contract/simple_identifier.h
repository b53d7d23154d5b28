// OData's SimpleIdentifier, the rule for names of mappings, groups and properties: a letter or `_`, then letters,
// digits, marks, connectors and format characters, at most 128 UTF-16 units in all.
#pragma once

#include <string>
#include <string_view>

namespace premap {

inline constexpr size_t kLongestName = 128;

/// What is wrong with the characters of `name`, as the end of a sentence ("it begins with the digit `0`"); empty when
/// nothing is. The length is not looked at.
std::string nameCharacterFault(std::string_view name);

/// A character as a reader can tell it from another: by name, by sight, or by its code.
std::string spellCharacter(char32_t c);

/// The valid name closest to `name`; empty when nothing of it can stand.
std::string repairName(std::string_view name);

}  // namespace premap
