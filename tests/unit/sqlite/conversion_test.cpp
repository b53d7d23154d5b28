// Values asked for as what they are not: ours against what SQLite answers for the same value.
#include "premap/sqlite/conversion.h"

#include <sqlite3.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "catch.h"

using namespace premap;

namespace {

// One value through SQLite, as a statement's column gives it.
class Asked {
 public:
  Asked() {
    REQUIRE(sqlite3_open(":memory:", &db_) == SQLITE_OK);
    REQUIRE(sqlite3_prepare_v2(db_, "SELECT ?1", -1, &statement_, nullptr) == SQLITE_OK);
  }
  ~Asked() { sqlite3_finalize(statement_), sqlite3_close(db_); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  void give(const std::string& text) {
    sqlite3_reset(statement_);
    sqlite3_bind_text(statement_, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    REQUIRE(sqlite3_step(statement_) == SQLITE_ROW);
  }
  void give(double value) {
    sqlite3_reset(statement_);
    sqlite3_bind_double(statement_, 1, value);
    REQUIRE(sqlite3_step(statement_) == SQLITE_ROW);
  }
  int64_t integer() { return sqlite3_column_int64(statement_, 0); }
  double real() { return sqlite3_column_double(statement_, 0); }
  std::string text() { return reinterpret_cast<const char*>(sqlite3_column_text(statement_, 0)); }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

class Values {
 public:
  // Mostly what begins as a number does, and then goes on somehow.
  std::string text() {
    static const std::vector<std::string> pieces{"0",
                                                 "1",
                                                 "9",
                                                 "12",
                                                 "007",
                                                 "-",
                                                 "+",
                                                 ".",
                                                 "e",
                                                 "E",
                                                 "e+",
                                                 "e-3",
                                                 " ",
                                                 "\t",
                                                 "\n",
                                                 "x",
                                                 "0x1f",
                                                 "inf",
                                                 "nan",
                                                 "é",
                                                 ",",
                                                 "1e308",
                                                 "1e5",
                                                 "92233720368547758",
                                                 "18446744073709551616",
                                                 std::string(1, '\0'),
                                                 "\x0b",
                                                 "\xc2\xa0",
                                                 "_",
                                                 "4.9e-324",
                                                 "99999999999999999999"};
    std::string made;
    for (size_t i = 0, count = below(7); i < count; ++i) made += pieces[below(pieces.size())];
    return made;
  }
  double real() {
    switch (below(4)) {
      case 0:
        return std::bit_cast<double>(static_cast<uint64_t>(random_()) << 32 | random_());
      case 1:
        return static_cast<double>(static_cast<int64_t>(static_cast<uint64_t>(random_()) << 32 | random_()));
      case 2:
        return std::ldexp(1.0, static_cast<int>(below(130))) * (below(2) ? 1 : -1) + static_cast<double>(below(5)) - 2;
      default:
        return static_cast<double>(below(2000000)) / 1000 - 1000;
    }
  }
  size_t below(size_t limit) { return random_() % limit; }

 private:
  std::mt19937 random_{20240611};
};

std::string bytesOf(const std::string& text) {
  std::string shown;
  for (const char c : text) shown += " " + std::to_string(static_cast<unsigned char>(c));
  return shown;
}

}  // namespace

TEST_CASE("Stored texts are the numbers that SQLite reads in them", "[sqlite][conversion]") {
  Asked sqlite;
  Values values;
  std::vector<std::string> texts{"", "-9223372036854775808", "9223372036854775807", "9223372036854775808",
                                 "-9223372036854775809"};
  for (int i = 0; i < 200000; ++i) texts.push_back(values.text());
  for (const std::string& text : texts) {
    sqlite.give(text);
    if (integerOfText(text) != sqlite.integer())
      FAIL("as a whole number: ours " << integerOfText(text) << ", SQLite's " << sqlite.integer() << " of"
                                      << bytesOf(text));
    // SQLite's own reading of a decimal may be off by a digit in the last place.
    sqlite.give(text);
    const double ours = realOfText(text), theirs = sqlite.real();
    const double near =
        std::abs(theirs) * 4 * std::numeric_limits<double>::epsilon() + std::numeric_limits<double>::denorm_min();
    if (ours != theirs && !(std::abs(ours - theirs) <= near))
      FAIL("as a double: ours " << ours << ", SQLite's " << theirs << " of" << bytesOf(text));
  }
}

TEST_CASE("Stored doubles are the whole numbers and texts that SQLite makes of them", "[sqlite][conversion]") {
  Asked sqlite;
  Values values;
  std::vector<double> reals{0.0,
                            -0.0,
                            9223372036854775807.0,
                            -9223372036854775808.0,
                            1e19,
                            -1e19,
                            1e100,
                            5e-324,
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity()};
  for (const double edge : {9223372036854775808.0, 9007199254740992.0, 2147483648.0})
    for (double at : {edge, std::nextafter(edge, 0.0), std::nextafter(edge, 1e300)})
      reals.push_back(at), reals.push_back(-at);
  for (int i = 0; i < 200000; ++i) reals.push_back(values.real());
  for (const double value : reals) {
    if (std::isnan(value)) continue;  // stored as NULL
    sqlite.give(value);
    if (integerOfReal(value) != sqlite.integer())
      FAIL(value << " as a whole number: ours " << integerOfReal(value) << ", SQLite's " << sqlite.integer());
    sqlite.give(value);
    if (textOfReal(value) != sqlite.text())
      FAIL("as a text: ours " << textOfReal(value) << ", SQLite's " << sqlite.text());
  }
}

TEST_CASE("A text or double is the id that SQLite takes it for", "[sqlite][conversion]") {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(":memory:", &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_stmt *insert = nullptr, *find = nullptr;
  REQUIRE(sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO t VALUES(?1)", -1, &insert, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_prepare_v2(db, "SELECT t.id FROM (SELECT ?1 AS k) LEFT JOIN t ON t.id=k", -1, &find, nullptr) ==
          SQLITE_OK);
  // The row that the value should find is put there first; a value that is no id finds none.
  const auto check = [&](std::optional<int64_t> ours, const std::string& shown) {
    if (ours) {
      sqlite3_reset(insert), sqlite3_bind_int64(insert, 1, *ours);
      REQUIRE(sqlite3_step(insert) == SQLITE_DONE);
    }
    REQUIRE(sqlite3_step(find) == SQLITE_ROW);
    const bool isFound = sqlite3_column_type(find, 0) != SQLITE_NULL;
    if (isFound != ours.has_value() || (isFound && sqlite3_column_int64(find, 0) != *ours))
      FAIL("ours " << (ours ? std::to_string(*ours) : "none") << ", SQLite's "
                   << (isFound ? std::to_string(sqlite3_column_int64(find, 0)) : "none") << " of " << shown);
    sqlite3_reset(find);
  };
  Values values;
  std::vector<std::string> texts{"33", " 33 ", "+33", "33.0", "3.3e1", "33.5", "33x", "", " ", "0x21", "-0", "1e400"};
  for (int i = 0; i < 60000; ++i) texts.push_back(values.text());
  for (int i = 0; i < 20000; ++i) texts.push_back(std::to_string(values.below(100)) + (values.below(2) ? ".0" : " "));
  for (const std::string& text : texts) {
    if (text.find('\0') != std::string::npos) continue;  // SQLite reads long numbers before one as doubles
    sqlite3_bind_text(find, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    check(wholeNumber(text), bytesOf(text));
  }
  for (int i = 0; i < 60000; ++i) {
    const double value = values.real();
    sqlite3_bind_double(find, 1, value);
    check(wholeNumber(value), std::to_string(value));
  }
  sqlite3_finalize(insert), sqlite3_finalize(find);
  sqlite3_close(db);
}
