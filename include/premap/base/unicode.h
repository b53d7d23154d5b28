// The little of Unicode that names need: which characters may stand in them, their cases, length as editors
// count it.
//
//   size_t at = 0;
//   while (at < name.size()) use(nameCharacterOf(nextCodePoint(name, at)));
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace premap {

/// What a character is in an OData SimpleIdentifier.
enum class NameCharacter : uint8_t {
  None,          ///< may not stand in a name
  Letter,        ///< category L
  LetterNumber,  ///< category Nl
  Following      ///< categories Nd, Mn, Mc, Pc (the underscore among them) and Cf: not at the beginning
};

/// Cost: a binary search in some thousand ranges; ASCII is found at once.
NameCharacter nameCharacterOf(char32_t codePoint);

/// Decodes the code point at `at` and moves behind it. A byte that begins none counts alone, as U+FFFD.
char32_t nextCodePoint(std::string_view text, size_t& at);

/// Appends one code point as UTF-8.
void appendCodePoint(std::string& out, char32_t codePoint);

/// Length in UTF-16 units, as JavaScript and .NET count.
size_t utf16Length(std::string_view text);

/// Upper case, character for character and the same in every locale: two names are the same but for
/// case when these match.
std::string toUpperInvariant(std::string_view text);
/// The same, but a letter beyond ASCII stays one: the dotless i is no i, the long s no s. As .NET compares.
std::string foldInvariant(std::string_view text);
/// Lower case, likewise.
std::string toLowerInvariant(std::string_view text);

/// The next letter that differs from this one in case only (simple case folding), round and round: K, k, the Kelvin
/// sign, K. The letter itself when there is no other.
char32_t nextCase(char32_t codePoint);

}  // namespace premap
