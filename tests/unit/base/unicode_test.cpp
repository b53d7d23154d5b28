#include "premap/base/unicode.h"

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
  CHECK(toUpperInvariant("a\xFFz") == "A\xFFZ");
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
}
