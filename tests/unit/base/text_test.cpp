#include "premap/base/text.h"

#include "catch.h"

using namespace premap;

TEST_CASE("ids are hex text of the unsigned bit pattern", "[text]") {
  CHECK(idToHex(0x2d) == "0x2d");
  CHECK(idToHex(-1) == "0xffffffffffffffff");
  CHECK(hexToId("0x2D") == 45);
  CHECK(hexToId("0xffffffffffffffff") == -1);
  CHECK_FALSE(hexToId("2d").has_value());
  CHECK_FALSE(hexToId("0x").has_value());
  CHECK_FALSE(hexToId("0x1ffffffffffffffff").has_value());
}

TEST_CASE("a double prints as the shortest text that reads back", "[text]") {
  CHECK(shortestDouble(0.1) == "0.1");
  CHECK(shortestDouble(1) == "1");
  CHECK(shortestDouble(-0.0) == "0");
  CHECK(shortestDouble(1e21) == "1e+21");
}

TEST_CASE("JSON strings are escaped and invalid UTF-8 is replaced", "[text]") {
  std::string out;
  appendJsonString(out, "a\"\\\n\x01\xff");
  CHECK(out == "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\"");
}

TEST_CASE("names compare without ASCII case only", "[text]") {
  CHECK(equalsIgnoreCase("Beam", "bEAM"));
  CHECK_FALSE(equalsIgnoreCase("\xC3\xA9", "\xC3\x89"));
}
