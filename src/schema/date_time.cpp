// Julian days, as the file stores them, to and from ISO 8601 text. All arithmetic is in whole milliseconds: half a
// millisecond of rounding in a double shows in the text otherwise.
#include <chrono>
#include <cmath>
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

constexpr chrono::sys_days kFirstDay = chrono::sys_days(chrono::days(-2'440'588));  // the midnight before Julian day 0
constexpr uint64_t kLastDay = (chrono::sys_days(chrono::year::max() / 12 / 31) - kFirstDay).count();

char* writeTwo(unsigned number, char* at) {
  at[0] = static_cast<char>('0' + number / 10), at[1] = static_cast<char>('0' + number % 10);
  return at + 2;
}

// Four digits of the year, and whether it is one before Christ.
char* writeDate(int day, char* at) {
  const chrono::year_month_day date{kFirstDay + chrono::days(day)};
  const int year = static_cast<int>(date.year()) % 10000;
  const auto digits = static_cast<unsigned>(std::abs(year));
  if (year < 0) *at++ = '-';
  at = writeTwo(digits % 100, writeTwo(digits / 100, at));
  *at++ = '-';
  at = writeTwo(static_cast<unsigned>(date.month()), at);
  *at++ = '-';
  return writeTwo(static_cast<unsigned>(date.day()), at);
}

char* writeTime(unsigned milliseconds, char* at) {
  const unsigned seconds = milliseconds / 1000, minutes = seconds / 60, fraction = milliseconds % 1000;
  at = writeTwo(minutes / 60, at);
  *at++ = ':';
  at = writeTwo(minutes % 60, at);
  *at++ = ':';
  at = writeTwo(seconds % 60, at);
  *at++ = '.';
  *at++ = static_cast<char>('0' + fraction / 100);
  return writeTwo(fraction % 100, at);
}

}  // namespace

size_t writeDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component, char* text) {
  constexpr auto kDay = static_cast<uint64_t>(kMillisecondsPerDay);
  // Unsigned as in the native engine: before day 0 the count wraps, and has no date then but a time of day.
  const uint64_t sinceMidnight = wholeMilliseconds(julianDay) + kDay / 2, days = sinceMidnight / kDay;
  char* at = text;
  if (component != DateTimeComponent::TimeOfDay) {
    if (days > kLastDay) return 0;
    at = writeDate(static_cast<int>(days), at);
    if (component == DateTimeComponent::Date) return static_cast<size_t>(at - text);
    *at++ = 'T';
  }
  at = writeTime(static_cast<unsigned>(sinceMidnight - days * kDay), at);
  if (kind == DateTimeKind::Utc && component == DateTimeComponent::DateTime) *at++ = 'Z';
  return static_cast<size_t>(at - text);
}

std::string isoDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component) {
  char text[kDateTimeTextSize];
  return std::string(text, writeDateTime(julianDay, kind, component, text));
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
