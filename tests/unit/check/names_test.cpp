// The accept and reject lists of the naming rule (OData SimpleIdentifier, at most 128 UTF-16 units).
#include "catch.h"
#include "check/contract/simple_identifier.h"
#include "premap/check/contract.h"

using namespace premap;

TEST_CASE("names the rule accepts", "[mapping][names]") {
  for (const char* name : {"Test", "_Test", "Test0", "Test_name", "_", "__", "Größe", "梁", "\u2167", "a\u203Fb",
                           "a\u0301", "a\u200D", "a\u0663", "A", "z9", "\u01C5", "\u02B0x", "\U00010400"}) {
    INFO(name);
    CHECK(simpleIdentifierFault(name).empty());
  }
  CHECK(simpleIdentifierFault(std::string(128, 'x')).empty());
}

TEST_CASE("names the rule rejects", "[mapping][names]") {
  for (const char* name : {"", " Test", "Test 1", "Test!", "!Test", "0Test", "\u203Fa", "a\u00B2", "\u0663", "\u0301a",
                           "a.b", "a-b", "$a", "a\u20DD", "a\u00A0", "\U0001F600", "a\xFF"}) {
    INFO(name);
    CHECK_FALSE(simpleIdentifierFault(name).empty());
  }
  CHECK_FALSE(simpleIdentifierFault(std::string(129, 'x')).empty());
}

TEST_CASE("the length counts UTF-16 units", "[mapping][names]") {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "\U0001D4B3";
  CHECK(simpleIdentifierFault(name).empty());
  CHECK(simpleIdentifierFault(name + "x") == "it has 129 characters; 128 may stand");
}

TEST_CASE("the fault says which character and where", "[mapping][names]") {
  CHECK(nameCharacterFault("Test 1") == "its character 5 is a space");
  CHECK(nameCharacterFault("0Test") == "it begins with `0`, which may stand only after a letter or `_`");
  CHECK(nameCharacterFault("äö²") == "its character 3 is `²` (U+00B2)");
  CHECK(nameCharacterFault("\U0001F600") == "it begins with `\U0001F600` (U+1F600)");
}

TEST_CASE("a repaired name is valid and close", "[mapping][names]") {
  CHECK(repairName(" Width [mm] ") == "Width_mm");
  CHECK(repairName("2nd floor") == "_2nd_floor");
  CHECK(repairName("a--b") == "a_b");
  CHECK(repairName("%$!") == "");
  CHECK(repairName("a\u200Cb c") == "a\u200Cb_c");  // a joiner within a word is of that word
  CHECK(repairName(std::string(200, 'x')).size() == 128);
  for (const char* name : {"Test 1", "!Test", "0Test", "\u203Fa", "a.b.c", "- -a",
                           "a\xFF"
                           "b"}) {
    INFO(name);
    CHECK(simpleIdentifierFault(repairName(name)).empty());
  }
}

TEST_CASE("a repaired name has nothing left of an emoji", "[mapping][names]") {
  CHECK(repairName("\U0001F3F3\uFE0F\u200D\U0001F308") == "");
  CHECK(repairName("\u2600\uFE0F\u200D\u2764\uFE0F") == "");
  CHECK(repairName("Flag \U0001F3F3\uFE0F\u200D\U0001F308") == "Flag");
  CHECK(repairName("\U0001F44D\U0001F3FD\uFE0F Good") == "Good");
  CHECK(repairName("1\uFE0F\u20E3 first") == "_1_first");
}
