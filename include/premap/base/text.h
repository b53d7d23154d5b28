// Small text tools shared by every module: ASCII case folding (names in an iModel compare so), ids as hex text,
// numbers as their shortest round-trip text, nearest-name suggestions, JSON string escaping.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace premap {

/// ASCII lower case; bytes above 0x7f are kept.
std::string toLower(std::string_view text);
bool equalsIgnoreCase(std::string_view a, std::string_view b);

/// Transparent case-insensitive ordering and hashing for maps keyed by EC names.
struct LessIgnoreCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

/// 45 -> "0x2d". Bit pattern is taken as unsigned, as the vendor's Id64 text does.
std::string idToHex(int64_t id);
/// The same into `text`, which has room for kIdTextSize characters; the answer is how many were written.
size_t writeId(int64_t id, char* text);
inline constexpr size_t kIdTextSize = 18;
void appendId(std::string& out, int64_t id);
/// "0x2d" (any case of digits) -> 45; nullopt when it is no id text or does not fit 64 bits.
std::optional<int64_t> hexToId(std::string_view text);

/// Shortest decimal text that reads back as the same double: 1, 0.1, 1e+21. Never "-0"; not for NaN or infinities.
std::string shortestDouble(double value);
/// The same into `text`, which has room for kDoubleTextSize characters; the answer is how many were written.
size_t writeDouble(double value, char* text);
inline constexpr size_t kDoubleTextSize = 40;
void appendDouble(std::string& out, double value);
/// A whole number into `text`, which has room for kIntegerTextSize characters; the answer is how many were written.
size_t writeInteger(int64_t value, char* text);
inline constexpr size_t kIntegerTextSize = 20;
void appendInteger(std::string& out, int64_t value);
/// The double nearest to a decimal number: `-` or nothing, digits with or without a fraction, an exponent or none.
/// Infinite beyond the largest double, zero below the smallest; nullopt when the text is anything else.
std::optional<double> readDouble(std::string_view text);

/// Appends `text` as a quoted JSON string. Invalid UTF-8 bytes become U+FFFD.
void appendJsonString(std::string& out, std::string_view text);
/// The same double as a JSON number ("null" for NaN and infinities).
void appendJsonDouble(std::string& out, double value);

/// The candidate closest to `name` by edit distance, if close enough to be a likely misspelling.
std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates);

/// Bytes of the space that `text` begins with, as ECSQL has spaces: blank, tab, line ends, the no-break space, and the
/// spaces and invisible marks U+2002 to U+200F, U+202F, U+2060 and U+FEFF that come with copied text. 0: it begins with
/// none; what else looks like a space is a part of a name.
size_t ecsqlSpaceLength(std::string_view text);
/// Bytes of the comment that `text` begins with: `--` or `//` to the end of the line, which belongs to it, or `/*` to
/// `*/`. 0: it begins with none; npos: it is not closed.
size_t ecsqlCommentLength(std::string_view text);

}  // namespace premap
