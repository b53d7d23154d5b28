// What an OData filter asks and SQLite's own functions do otherwise: letters and spaces beyond ASCII, texts that hold a
// zero, halves that round away from it, what is left of large numbers. Lengths and places are counted in characters
// (code points).
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "premap/base/unicode.h"
#include "premap/preview/table_rows.h"
#include "sqlite3.h"

namespace premap {

namespace {

using Values = sqlite3_value**;

std::string_view textOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text, static_cast<size_t>(sqlite3_value_bytes(value))};
}

bool isBegin(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

int64_t lengthOf(std::string_view text) {
  return std::count_if(text.begin(), text.end(), isBegin);
}

/// Where so many characters of it end; its own end when it has fewer.
size_t bytesOf(std::string_view text, int64_t characters) {
  size_t at = 0;
  for (; at < text.size() && (characters > 0 || !isBegin(text[at])); ++at) characters -= isBegin(text[at]);
  return at;
}

// As .NET has white space.
bool isSpace(char32_t c) {
  static constexpr char32_t kOthers[] = {0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x2000 && c <= 0x200a) ||
         std::find(std::begin(kOthers), std::end(kOthers), c) != std::end(kOthers);
}

std::string_view trimmed(std::string_view text) {
  size_t begin = text.size(), end = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    if (isSpace(nextCodePoint(text, at))) continue;
    begin = std::min(begin, from);
    end = at;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view("");
}

void answer(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void runLower(sqlite3_context* context, int, Values values) {
  answer(context, toLowerInvariant(textOf(values[0])));
}
void runUpper(sqlite3_context* context, int, Values values) {
  answer(context, toUpperInvariant(textOf(values[0])));
}
void runTrim(sqlite3_context* context, int, Values values) {
  answer(context, trimmed(textOf(values[0])));
}
void runLength(sqlite3_context* context, int, Values values) {
  sqlite3_result_int64(context, lengthOf(textOf(values[0])));
}
void runIndexOf(sqlite3_context* context, int, Values values) {
  const std::string_view text = textOf(values[0]);
  const size_t at = text.find(textOf(values[1]));
  sqlite3_result_int64(context, at == std::string_view::npos ? -1 : lengthOf(text.substr(0, at)));
}
void runContains(sqlite3_context* context, int, Values values) {
  sqlite3_result_int(context, textOf(values[0]).find(textOf(values[1])) != std::string_view::npos);
}
void runStartsWith(sqlite3_context* context, int, Values values) {
  sqlite3_result_int(context, textOf(values[0]).starts_with(textOf(values[1])));
}
void runEndsWith(sqlite3_context* context, int, Values values) {
  sqlite3_result_int(context, textOf(values[0]).ends_with(textOf(values[1])));
}
// What is before the beginning counts as the beginning.
void runSubstring(sqlite3_context* context, int count, Values values) {
  std::string_view text = textOf(values[0]);
  text.remove_prefix(bytesOf(text, std::max<int64_t>(sqlite3_value_int64(values[1]), 0)));
  if (count > 2) text = text.substr(0, bytesOf(text, std::max<int64_t>(sqlite3_value_int64(values[2]), 0)));
  answer(context, text);
}
void runRound(sqlite3_context* context, int, Values values) {
  if (sqlite3_value_type(values[0]) != SQLITE_FLOAT) return sqlite3_result_value(context, values[0]);
  sqlite3_result_double(context, std::round(sqlite3_value_double(values[0])));
}
// Of whole numbers as `%`, which would cut a double to a whole number of 64 bits.
void runMod(sqlite3_context* context, int, Values values) {
  const auto isWhole = [&](int i) { return sqlite3_value_type(values[i]) == SQLITE_INTEGER; };
  if (!isWhole(0) || !isWhole(1))
    return sqlite3_result_double(context, std::fmod(sqlite3_value_double(values[0]), sqlite3_value_double(values[1])));
  const int64_t divisor = sqlite3_value_int64(values[1]);
  if (divisor == 0) return;
  // The least number divided by -1 has no place in 64 bits.
  sqlite3_result_int64(context, divisor == -1 ? 0 : sqlite3_value_int64(values[0]) % divisor);
}

/// Of a null there is nothing to say.
template <auto run>
void unlessNull(sqlite3_context* context, int count, Values values) {
  for (int i = 0; i < count; ++i)
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) return;
  run(context, count, values);
}

struct Function {
  const char* name;
  int arguments;
  void (*run)(sqlite3_context*, int, Values);
};

constexpr Function kFunctions[] = {
    {"odata_lower", 1, unlessNull<runLower>},
    {"odata_upper", 1, unlessNull<runUpper>},
    {"odata_trim", 1, unlessNull<runTrim>},
    {"odata_length", 1, unlessNull<runLength>},
    {"odata_indexof", 2, unlessNull<runIndexOf>},
    {"odata_contains", 2, unlessNull<runContains>},
    {"odata_startswith", 2, unlessNull<runStartsWith>},
    {"odata_endswith", 2, unlessNull<runEndsWith>},
    {"odata_substring", 2, unlessNull<runSubstring>},
    {"odata_substring", 3, unlessNull<runSubstring>},
    {"odata_round", 1, unlessNull<runRound>},
    {"odata_mod", 2, unlessNull<runMod>},
};

}  // namespace

int registerODataFunctions(sqlite3* db) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  for (const Function& f : kFunctions) {
    const int code =
        sqlite3_create_function_v2(db, f.name, f.arguments, kFlags, nullptr, f.run, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

}  // namespace premap
