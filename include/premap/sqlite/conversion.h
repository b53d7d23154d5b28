// Conversions of stored values as SQLite makes them when a column is asked for as another type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace premap {

/// The whole part; beyond 64 bits the nearest number there is.
int64_t integerOfReal(double value);
/// The number a text begins with; 0 when it begins with none.
int64_t integerOfText(std::string_view text);
double realOfText(std::string_view text);
/// The whole number a value is where it is compared with a column of whole numbers: one of a text that is a number and
/// nothing else, but for space around it.
std::optional<int64_t> wholeNumber(double value);
std::optional<int64_t> wholeNumber(std::string_view text);
/// The shortest text that SQLite reads back as the number, with a point: 1.0, 1.0e+100.
std::string textOfReal(double value);

}  // namespace premap
