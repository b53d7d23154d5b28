// Texts as JavaScript has them: positions and lengths count UTF-16 units.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace premap::formula {

std::string characterAt(std::string_view text, double position);
std::string substring(std::string_view text, double from, double to);
double indexOf(std::string_view text, std::string_view part, double from);
/// nullopt when the result would be longer than a million units.
std::optional<std::string> pad(std::string_view text, double length, std::string_view filler, bool atStart);
std::string trim(std::string_view text, bool atStart, bool atEnd);
std::string toUpperCase(std::string_view text);
std::string toLowerCase(std::string_view text);
/// By UTF-16 units: negative, zero or positive.
int compare(std::string_view a, std::string_view b);
/// The whole text as a number, white space around it left aside; nullopt when it is none.
std::optional<double> toNumber(std::string_view text);

}  // namespace premap::formula
