// Letters, cases and places in a text, broken UTF-8 included.
#include "premap/base/unicode.h"

#include <algorithm>
#include <string>

#include "catch.h"
#include "premap/base/position.h"

using namespace premap;

TEST_CASE("characters of names are told by their category", "[unicode]") {
  CHECK(nameCharacterOf('a') == NameCharacter::Letter);
  CHECK(nameCharacterOf(0x6881) == NameCharacter::Letter);        // 梁
  CHECK(nameCharacterOf(0x2167) == NameCharacter::LetterNumber);  // Ⅷ
  CHECK(nameCharacterOf('_') == NameCharacter::Following);        // Pc
  CHECK(nameCharacterOf(0x0663) == NameCharacter::Following);     // Nd
  CHECK(nameCharacterOf(0x0301) == NameCharacter::Following);     // Mn
  CHECK(nameCharacterOf(0x0903) == NameCharacter::Following);     // Mc
  CHECK(nameCharacterOf(0x200D) == NameCharacter::Following);     // Cf
  CHECK(nameCharacterOf(0x00B2) == NameCharacter::None);          // ²
  CHECK(nameCharacterOf(0x20DD) == NameCharacter::None);          // Me
  CHECK(nameCharacterOf(0xD800) == NameCharacter::None);
  CHECK(nameCharacterOf(0x10FFFF) == NameCharacter::None);
}

TEST_CASE("upper case is character for character", "[unicode]") {
  CHECK(toUpperInvariant("größe") == "GRÖßE");
  CHECK(toUpperInvariant("Straße ǆ āă ⅷ і") == "STRAßE Ǆ ĀĂ Ⅷ І");
  CHECK(toUpperInvariant("ı") == "I");
  CHECK(foldInvariant("aǆıſ\xFF") == "AǄıſ\xFF");
  CHECK(toUpperInvariant("a\xFFz") == "A\xFFZ");
  CHECK(toUpperInvariant("@`az{[Z\x7f") == "@`AZ{[Z\x7f");
}

TEST_CASE("broken UTF-8 is decoded byte by byte", "[unicode]") {
  auto decode = [](std::string_view text) {
    std::vector<char32_t> out;
    for (size_t at = 0; at < text.size();) out.push_back(nextCodePoint(text, at));
    return out;
  };
  CHECK(decode("\xF0\x9F\x98\x80") == std::vector<char32_t>{0x1F600});
  CHECK(decode("\xC0\x80") == std::vector<char32_t>{0xFFFD, 0xFFFD});
  CHECK(decode("\xED\xA0\x80").front() == 0xFFFD);
  CHECK(decode("\xE2\x82") == std::vector<char32_t>{0xFFFD, 0xFFFD});
  CHECK(utf16Length("a\xF0\x9F\x98\x80") == 3);
}

TEST_CASE("offsets are lines and columns as editors count them", "[position]") {
  const std::string text = "a\r\nbé\xF0\x9F\x98\x80x\ry\n";
  const LineIndex lines(text);
  CHECK(lines.at(0) == TextPosition{1, 1});
  CHECK(lines.at(3) == TextPosition{2, 1});
  CHECK(lines.at(text.find('x')) == TextPosition{2, 5});
  CHECK(lines.at(text.find('y')) == TextPosition{3, 1});
  CHECK(lines.at(1000) == TextPosition{4, 1});
  CHECK(LineIndex("\xEF\xBB\xBFx").at(3) == TextPosition{1, 1});
  CHECK(LineIndex("").at(5) == TextPosition{1, 1});
}

TEST_CASE("places on a line of any length are those of a walk from its start", "[position]") {
  std::string text = "\xEF\xBB\xBF{\n";
  while (text.size() < 5000) text += "ab\xC3\xA9\xF0\x9F\x98\x80";
  text += "\nx";
  const LineIndex lines(text);
  const size_t start = text.find('\n') + 1;
  for (size_t at = start; at < text.size() - 2; ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    const auto units = static_cast<uint32_t>(utf16Length(std::string_view(text).substr(start, at - start)));
    REQUIRE(lines.at(at) == TextPosition{2, units + 1});
  }
  CHECK(lines.at(text.size() - 1) == TextPosition{3, 1});
  for (size_t size : {1023, 1024, 1025, 2048})
    CHECK(LineIndex(std::string(size, 'x')).at(size) == TextPosition{1, static_cast<uint32_t>(size) + 1});
}

TEST_CASE("Letters that differ in case only follow one another in a round", "[unicode]") {
  auto round = [](char32_t first) {
    std::u32string found{first};
    for (char32_t next = nextCase(first); next != first; next = nextCase(next)) found += next;
    std::sort(found.begin(), found.end());
    return found;
  };
  for (const char32_t* letters : {
           U"Aa",
           U"Kk\u212A",
           U"Ss\u017F",
           U"\u00C5\u00E5\u212B",
           U"\u00B5\u039C\u03BC",
           U"\u00DF\u1E9E",
           U"\u01C4\u01C5\u01C6",        // three cases: upper, title, lower
           U"\u0398\u03B8\u03D1\u03F4",  // theta and its two symbols
           U"\u0345\u0399\u03B9\u1FBE",  // iota, as a mark below other letters too
           U"\u03A3\u03C2\u03C3",        // the sigma at the end of a word
           U"\u0412\u0432\u1C80",        // old forms of Cyrillic letters
           U"\u1C88\uA64A\uA64B",
           U"\u10D0\u1C90",
           U"\u13A0\uAB70",
           U"\u1F80\u1F88",
           U"\U00010400\U00010428",
           U"\u0130",
           U"\u0131",  // i with and without its dot have a case in some languages only
           U"0",
           U"\u4E00",
           U"\U0010FFFF",
       }) {
    for (const char32_t* letter = letters; *letter; ++letter) CHECK(round(*letter) == letters);
  }
}
