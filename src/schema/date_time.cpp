// Julian days, as the file stores them, to and from ISO 8601 text. All arithmetic is in whole milliseconds: half a
// millisecond of rounding in a double shows in the text otherwise.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "premap/schema/value.h"

namespace premap {

namespace chrono = std::chrono;

namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;
constexpr int64_t kYear2000 = 10957;                 // days since 1970-01-01
constexpr int64_t kUnixEpoch = 210'866'760'000'000;  // Julian day 2440587.5 in milliseconds

// Reads ISO text from the left; every step says whether the text had what was asked for.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}
  bool atEnd() const { return rest_.empty(); }
  bool startsWithDate() const { return rest_.size() >= 5 && rest_[4] == '-'; }

  bool skip(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool number(size_t digits, int64_t& value) {
    if (rest_.size() < digits) return false;
    value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }

  // The digits after the point, as milliseconds rounded to the nearest.
  bool fraction(int64_t& milliseconds) {
    size_t count = 0;
    double value = 0, unit = 100;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count, unit /= 10)
      value += (rest_[count] - '0') * unit;
    rest_.remove_prefix(count);
    milliseconds = std::llround(value);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

bool readDate(IsoReader& in, int64_t& days) {
  int64_t year = 0, month = 0, day = 0;
  if (!in.number(4, year) || !in.skip('-') || !in.number(2, month) || !in.skip('-') || !in.number(2, day)) return false;
  const chrono::year_month_day date{chrono::year(static_cast<int>(year)), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  days = chrono::sys_days(date).time_since_epoch().count();
  return true;
}

bool readTime(IsoReader& in, int64_t& milliseconds) {
  int64_t hour = 0, minute = 0, second = 0, fraction = 0;
  if (!in.number(2, hour) || !in.skip(':') || !in.number(2, minute)) return false;
  if (in.skip(':')) {
    if (!in.number(2, second)) return false;
    if (in.skip('.') && !in.fraction(fraction)) return false;
  }
  if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute || second || fraction))) return false;
  milliseconds = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  return true;
}

bool readZone(IsoReader& in, int64_t& offsetMinutes) {
  offsetMinutes = 0;
  if (in.atEnd() || in.skip('Z')) return true;
  bool west = in.skip('-');
  if (!west && !in.skip('+')) return false;
  int64_t hour = 0, minute = 0;
  if (!in.number(2, hour)) return false;
  in.skip(':');
  if (!in.atEnd() && !in.number(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  offsetMinutes = (west ? -1 : 1) * (hour * 60 + minute);
  return true;
}

uint64_t wholeMilliseconds(double julianDay) {
  const double value = julianDay * static_cast<double>(kMillisecondsPerDay) + 0.5;
  if (!(std::fabs(value) < 9.2e18)) return uint64_t{1} << 63;
  return static_cast<uint64_t>(static_cast<int64_t>(value));
}

}  // namespace

std::string isoDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component) {
  constexpr auto kDay = static_cast<uint64_t>(kMillisecondsPerDay);
  constexpr chrono::sys_days kFirst = chrono::sys_days(chrono::days(-2'440'588));  // the midnight before Julian day 0
  constexpr chrono::sys_days kLast = chrono::year::max() / 12 / 31;
  // Unsigned as in the native engine: before day 0 the count wraps, and has no date then but a time of day.
  const uint64_t sinceMidnight = wholeMilliseconds(julianDay) + kDay / 2, days = sinceMidnight / kDay;
  const auto rest = static_cast<int>(sinceMidnight % kDay);

  char text[48];
  std::string out;
  if (component != DateTimeComponent::TimeOfDay) {
    if (days > static_cast<uint64_t>((kLast - kFirst).count())) return {};
    const chrono::year_month_day date{kFirst + chrono::days(days)};
    const int year = static_cast<int>(date.year()) % 10000;
    std::snprintf(text, sizeof text, "%s%04d-%02u-%02u", year < 0 ? "-" : "", std::abs(year),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    out = text;
    if (component == DateTimeComponent::Date) return out;
    out += 'T';
  }
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60,
                rest % 1000);
  out += text;
  if (kind == DateTimeKind::Utc && component == DateTimeComponent::DateTime) out += 'Z';
  return out;
}

std::optional<double> julianDay(std::string_view iso) {
  IsoReader in(iso);
  int64_t days = kYear2000, milliseconds = 0, offset = 0;
  bool hasDate = in.startsWithDate();
  if (hasDate && !readDate(in, days)) return std::nullopt;
  if (!in.atEnd()) {
    if (hasDate && !in.skip('T') && !in.skip(' ')) return std::nullopt;
    if (!readTime(in, milliseconds) || !readZone(in, offset) || !in.atEnd()) return std::nullopt;
  } else if (!hasDate) {
    return std::nullopt;
  }
  int64_t unix = days * kMillisecondsPerDay + milliseconds - offset * 60'000;
  return static_cast<double>(unix + kUnixEpoch) / static_cast<double>(kMillisecondsPerDay);
}

}  // namespace premap
