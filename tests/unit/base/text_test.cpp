// Numbers, ids and names as text, against what JavaScript and the native engine print.
#include "premap/base/text.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

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

TEST_CASE("a double prints as JavaScript prints it", "[text]") {
  // Bit patterns and what String(value) gave.
  static constexpr std::pair<uint64_t, const char*> kPrinted[] = {
      {0x0000000000000001, "5e-324"},
      {0x0010000000000000, "2.2250738585072014e-308"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0x433fffffffffffff, "9007199254740991"},
      {0x4340000000000000, "9007199254740992"},
      {0x43e0000000000000, "9223372036854776000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x4415af1d78b58c40, "100000000000000000000"},
      {0x441ac53a7e04bcda, "123456789012345680000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x3e7ad7f29abcaf48, "1e-7"},
      {0x3eb4b3fd5942cd96, "0.000001234"},
      {0x3de49da7e361ce4c, "1.5e-10"},
      {0x3fd3333333333334, "0.30000000000000004"},
      {0x3fd5555555555555, "0.3333333333333333"},
      {0x4059000000000000, "100"},
      {0x405edd2f1a9fbe77, "123.456"},
      {0xbfe0000000000000, "-0.5"},
      {0xbe112e0be826d695, "-1e-9"},
      {0x4142c75b1b4b562a, "2461366.21323659"},
      {0x4011666666666666, "4.35"},
      {0x4480f0cf064dd592, "1e+22"},
      {0x7feffffffffffffe, "1.7976931348623155e+308"},
      {0x3ea0c6f7a0b5ed8d, "5e-7"},
      {0x41678c29dccccccd, "12345678.9"},
      {0x3fe0000000000000, "0.5"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44dfe185ca57c517, "6.02214076e+23"},
      {0x01d550e3979a9fcf, "7.957368755961591e-300"},
      {0xca377b83978bb930, "-3.431967812254369e+49"},
      {0x2bcd8db9c1e8e242, "1.0809411229918284e-97"},
      {0x1a91e8d81217e306, "1.0790143258645723e-180"},
      {0xd95a4818412bcd40, "-2.7146284114948284e+122"},
      {0x74037758d746cada, "6.968632662292472e+250"},
      {0x600b61680d9fb1cf, "4.5889050532320214e+154"},
      {0x540ab4b876891d6c, "7.130442617977581e+96"},
      {0x00a38e002f22d456, "1.3923401670058912e-305"},
      {0xe866367535bf447e, "-8.107539459834386e+194"},
      {0xad3370f69266e576, "-5.964935884235161e-91"},
      {0x31558d54502db53c, "4.879215229643731e-71"},
      {0x734073d107eb2156, "1.4379240136287838e+247"},
      {0x32d45186fe2e6294, "7.717414845386161e-64"},
      {0x372a2f6f82ba1b51, "5.870946247403075e-43"},
      {0xd32f3021861d9b27, "-5.082488122000044e+92"},
      {0x9886b4c4e2b189d1, "-1.5925602027610268e-190"},
      {0x6705f89a8b28be82, "1.9119620557560535e+188"},
      {0xd0fe432e7d3f0f7f, "-1.4352997488058149e+82"},
      {0x6f8ba44212ab4ea1, "2.0954167789372665e+229"},
      {0xd8834ac87571907c, "-2.432474500317439e+118"},
      {0x5164e70f5348ec5c, "1.2689621019713783e+84"},
      {0xc2e703c15756ea84, "-202439168538452.12"},
      {0x0c29ad5d11b06651, "4.4829232020937534e-250"},
      {0x2f1a9df4aefab2dd, "8.768807466677076e-82"},
      {0xfc2a1e9b0ea050f8, "-1.2727162527003746e+290"},
      {0xa5e5b8ddc6042e59, "-4.0111999741842584e-126"},
      {0xeae10e8c59c29045, "-6.845187302653984e+206"},
      {0x03d823042b97a425, "3.869934045228631e-290"},
      {0xa9c3b26076f7222d, "-1.6773623419997536e-107"},
      {0x99bf7ce821c5e729, "-1.1578881349876761e-184"},
      {0x0e8c4414315486a7, "1.3564905547515457e-238"},
      {0x3877663c1017666a, "1.1002323369592851e-36"},
      {0xdef487b1a56f9226, "-2.6251127854009866e+149"},
      {0x226a697066810482, "6.768481424659148e-143"},
      {0xb54ce051ca8b660b, "-6.029641930195597e-52"},
      {0x80711abf83089207, "-1.522349674231793e-306"},
      {0xec76ffdee9ace2e3, "-3.097100033207205e+214"},
      {0x42b77e9864d763e6, "25832490063715.9"},
      {0xd9f3a19364f8f4a1, "-2.0763667827523662e+125"},
  };
  for (const auto& [bits, text] : kPrinted) CHECK(shortestDouble(std::bit_cast<double>(bits)) == text);
}

TEST_CASE("a decimal number is read as the nearest double, anything else is not", "[text]") {
  for (const char* text : {"0", "-0", "12", "1.5", ".5", "5.", "-1e3", "1E+05", "1e-7", "9007199254740993",
                           "2.2250738585072014e-308", "5e-324", "123456789012345678901234567890"}) {
    INFO(text);
    CHECK(readDouble(text) == std::strtod(text, nullptr));
  }
  CHECK(readDouble("1e400") == HUGE_VAL);
  CHECK(readDouble("-1e400") == -HUGE_VAL);
  CHECK(readDouble("1e-400") == 0);
  for (const char* text :
       {"", "-", ".", "+1", "--1", "1e", "1e+", "1.2.3", "0x10", "inf", "nan", "1 ", " 1", "1f", "1e5.0", "e5"}) {
    INFO(text);
    CHECK_FALSE(readDouble(text));
  }
}

TEST_CASE("decimals of few places, and their neighbours, have the shortest digits", "[text]") {
  std::mt19937_64 random(21);
  for (int i = 0; i < 20000; ++i) {
    const double scale = std::pow(10, static_cast<double>(random() % 9));
    const double magnitude = std::pow(10, static_cast<double>(random() % 16));
    const double decimal = std::round(static_cast<double>(static_cast<int64_t>(random())) / 9.3e18 * magnitude) / scale;
    for (double value : {decimal, std::nextafter(decimal, HUGE_VAL), std::nextafter(decimal, -HUGE_VAL)}) {
      if (std::fabs(value) < 1e-6) continue;  // JavaScript writes these with an exponent
      char shortest[64];
      *std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::fixed).ptr = 0;
      REQUIRE(shortestDouble(value) == shortest);
    }
  }
}

TEST_CASE("every double reads back, and no shorter text would do", "[text]") {
  std::mt19937_64 random(20);
  for (int i = 0; i < 20000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = shortestDouble(value);
    REQUIRE(std::strtod(text.c_str(), nullptr) == value);
    REQUIRE_FALSE(nlohmann::json::parse(text, nullptr, false).is_discarded());
    std::string digits;
    for (char c : text.substr(0, text.find('e')))
      if (c >= '0' && c <= '9' && (c != '0' || !digits.empty())) digits += c;
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.size() < 2) continue;
    char shorter[64];
    std::snprintf(shorter, sizeof shorter, "%.*e", static_cast<int>(digits.size()) - 2, value);
    REQUIRE(std::strtod(shorter, nullptr) != value);
  }
}

namespace {

// JavaScript's layout of the digits of std::to_chars, straight from its definition.
std::string printedByJavaScript(double value) {
  if (value == 0) return "0";
  if (value < 0) return "-" + printedByJavaScript(-value);
  char text[32];
  const std::string_view made(text, std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr);
  const size_t e = made.find('e');
  std::string digits(made.substr(0, e));
  std::erase(digits, '.');
  const int exponent = std::atoi(std::string(made.substr(e + 1)).c_str()), count = static_cast<int>(digits.size());
  if (exponent >= 21 || exponent < -6) {
    if (count > 1) digits.insert(1, ".");
    return digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) return digits + std::string(static_cast<size_t>(exponent + 1 - count), '0');
  return digits.insert(static_cast<size_t>(exponent + 1), ".");
}

// The number, its opposite and those next to them.
void requirePrinted(double number) {
  for (double value : {number, std::nextafter(number, HUGE_VAL), std::nextafter(number, -HUGE_VAL)}) {
    if (!std::isfinite(value)) continue;
    for (double each : {value, -value}) {
      char text[kDoubleTextSize];
      const std::string_view written(text, writeDouble(each, text));
      if (written != printedByJavaScript(each)) FAIL(written << " is not " << printedByJavaScript(each));
    }
  }
}

}  // namespace

TEST_CASE("powers and whole numbers print as JavaScript prints them", "[text]") {
  for (int power = -1074; power <= 1023; ++power) requirePrinted(std::ldexp(1, power));
  for (int power = -324; power <= 308; ++power)
    for (int digit = 1; digit <= 9; ++digit)
      requirePrinted(std::strtod((std::to_string(digit) + "e" + std::to_string(power)).c_str(), nullptr));
  for (int power = 0; power <= 80; ++power) {
    requirePrinted(std::ldexp(1, power) - 1);
    requirePrinted(std::ldexp(1, power) + 1);
  }
  for (int64_t whole = 0; whole < 3000; ++whole) {
    requirePrinted(static_cast<double>(whole));
    requirePrinted(static_cast<double>((int64_t{1} << 53) - whole));
    requirePrinted(static_cast<double>(whole) / 1e6);
    requirePrinted(static_cast<double>(whole) + 0.5);
  }
  CHECK(shortestDouble(-0.0) == "0");
}

TEST_CASE("numbers between which the shortest text changes print as JavaScript prints them", "[text]") {
  std::mt19937_64 random(23);
  for (int i = 0; i < 20'000; ++i) {
    requirePrinted(std::bit_cast<double>(random() >> 12));                            // below the smallest normal one
    requirePrinted(std::bit_cast<double>((random() % 2046 + 1) << 52));               // unequal gaps on both sides
    requirePrinted(static_cast<double>(random() >> (random() % 64)));                 // whole, up to 2^64
    requirePrinted(static_cast<double>(random() >> 11) * std::ldexp(1, -53) * 1000);  // coordinates
    requirePrinted(std::ldexp(static_cast<double>(random() >> 11 | 1), -static_cast<int>(random() % 60)));  // halves
  }
}

TEST_CASE("random numbers print as JavaScript prints them", "[text]") {
  std::mt19937_64 random(24);
  for (int i = 0; i < 200'000; ++i) requirePrinted(std::bit_cast<double>(random()));
}

TEST_CASE("millions of random numbers print as JavaScript prints them", "[text][nightly]") {
  std::mt19937_64 random(25);
  for (int i = 0; i < 4'000'000; ++i) requirePrinted(std::bit_cast<double>(random()));
}

TEST_CASE("whole numbers and ids are appended to text as they are alone", "[text]") {
  for (int64_t value : {int64_t{0}, int64_t{-1}, INT64_MAX, INT64_MIN, int64_t{45}}) {
    std::string text = "=", id = "=";
    appendInteger(text, value);
    appendId(id, value);
    CHECK(text == "=" + std::to_string(value));
    CHECK(id == "=" + idToHex(value));
  }
}

TEST_CASE("ids read back from their text", "[text]") {
  std::mt19937_64 random(21);
  for (int i = 0; i < 10000; ++i) {
    const auto id = static_cast<int64_t>(random() >> (i % 64));
    REQUIRE(hexToId(idToHex(id)) == id);
  }
  for (auto* text : {"", "0x", "x1", "0x-1", "0x+1", "0x 1", " 0x1", "0x1 ", "0x1g", "0x10000000000000000"})
    CHECK_FALSE(hexToId(text).has_value());
  CHECK(hexToId("0X0000000000000000000002D") == 45);
}

TEST_CASE("any bytes make a JSON string that parses", "[text]") {
  std::mt19937 random(22);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes(random() % 24, ' ');
    for (char& c : bytes) {
      // Bytes that begin or continue sequences, and ones JSON escapes, turn up often.
      static constexpr unsigned char kTricky[] = {0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0,
                                                  0xC0, 0xFF, 0xF5, 0xE0, '"',  '\\', '\n', 0,    0x1f, 0x7f, 'a'};
      c = static_cast<char>(random() % 2 ? kTricky[random() % sizeof kTricky] : random() % 256);
    }
    std::string json;
    appendJsonString(json, bytes);
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    REQUIRE(parsed.is_string());
    REQUIRE(json.find('\n') == std::string::npos);
    std::string again, once;
    appendJsonString(once, parsed.get<std::string>());
    REQUIRE(once == json);
  }
  std::string json;
  appendJsonString(json, "\xED\xA0\x80|\xC0\x80|\xF4\x90\x80\x80|\xE2\x82");  // surrogate, overlong, too high, cut off
  const std::string replaced = "\xEF\xBF\xBD";
  CHECK(json == "\"" + replaced + replaced + replaced + "|" + replaced + replaced + "|" + replaced + replaced +
                    replaced + replaced + "|" + replaced + replaced + "\"");
}

TEST_CASE("JSON numbers are null when they are none", "[text]") {
  std::string out;
  for (double value : {1.5, std::nan(""), HUGE_VAL, -HUGE_VAL, -0.0}) appendJsonDouble(out += ' ', value);
  CHECK(out == " 1.5 null null null 0");
}

TEST_CASE("the nearest name is a likely misspelling", "[text]") {
  const std::vector<std::string> names{"Beam", "Column", "CurtainWall", "Space", "X"};
  CHECK(nearestName("beem", names) == "Beam");
  CHECK(nearestName("BEAM", names) == "Beam");
  CHECK(nearestName("Colum", names) == "Column");
  CHECK(nearestName("CurtianWal", names) == "CurtainWall");
  CHECK(nearestName("Spaces", names) == "Space");
  CHECK_FALSE(nearestName("Door", names).has_value());
  CHECK_FALSE(nearestName("", names).has_value());
  CHECK_FALSE(nearestName("Y", names).has_value());
  CHECK_FALSE(nearestName("Beam", {}).has_value());
  CHECK(nearestName("ab", {"ac", "ab"}) == "ab");
}

TEST_CASE("folding is ASCII only and orders consistently", "[text]") {
  CHECK(toLower("ABC\xC3\x89z") == "abc\xC3\x89z");
  LessIgnoreCase less;
  std::mt19937 random(23);
  for (int i = 0; i < 2000; ++i) {
    std::string a(random() % 4, ' '), b(random() % 4, ' ');
    for (char& c : a) c = "aAbB\xC3_"[random() % 6];
    for (char& c : b) c = "aAbB\xC3_"[random() % 6];
    REQUIRE(equalsIgnoreCase(a, b) == (!less(a, b) && !less(b, a)));
    REQUIRE_FALSE((less(a, b) && less(b, a)));
    REQUIRE(less(a, b) == (toLower(a) < toLower(b)));
  }
}

TEST_CASE("a misspelling leads to the nearest name", "[text]") {
  const std::vector<std::string> names{"query", "groupName", "properties"};
  CHECK(nearestName("qurey", names) == "query");
  CHECK(nearestName("QUERY", names) == "query");
  CHECK(nearestName("proprties", names) == "properties");
  CHECK(nearestName("group_name", names) == "groupName");
  CHECK_FALSE(nearestName("source", names).has_value());
}
