// Julian days, as the file stores them, to and from ISO 8601 text. All arithmetic is in whole milliseconds: half a
// millisecond of rounding in a double shows in the text otherwise.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "premap/schema/value.h"

namespace premap {

namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;
constexpr int64_t kUnixEpoch = 210'866'760'000'000;  // Julian day 2440587.5 in milliseconds

struct CivilDate {
  int64_t year;
  int month, day;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
int64_t daysFromCivil(CivilDate date) {
  int64_t y = date.year - (date.month <= 2 ? 1 : 0);
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t yearOfEra = y - era * 400;
  int64_t dayOfYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

CivilDate civilFromDays(int64_t days) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t dayOfEra = days - era * 146097;
  int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  int64_t shiftedMonth = (5 * dayOfYear + 2) / 153;
  int day = static_cast<int>(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
  int month = static_cast<int>(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
  return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int daysInMonth(int64_t year, int month) {
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

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
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, static_cast<int>(month))) return false;
  days = daysFromCivil({year, static_cast<int>(month), static_cast<int>(day)});
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

}  // namespace

std::string isoDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component) {
  constexpr double kYearSpan = 1.0e7;  // days; the calendar check below is the exact one
  if (!std::isfinite(julianDay) || std::fabs(julianDay) > kYearSpan) return {};
  int64_t unix = std::llround(julianDay * static_cast<double>(kMillisecondsPerDay)) - kUnixEpoch;
  int64_t days = unix / kMillisecondsPerDay;
  if (unix % kMillisecondsPerDay < 0) --days;
  int64_t rest = unix - days * kMillisecondsPerDay;
  CivilDate date = civilFromDays(days);
  if (date.year < -9999 || date.year > 9999) return {};

  char text[48];
  std::string out;
  if (component != DateTimeComponent::TimeOfDay) {
    int year = static_cast<int>(date.year);
    std::snprintf(text, sizeof text, "%s%04d-%02d-%02d", year < 0 ? "-" : "", std::abs(year), date.month, date.day);
    out = text;
    if (component == DateTimeComponent::Date) return out;
    out += 'T';
  }
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", static_cast<int>(rest / 3'600'000),
                static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1000 % 60),
                static_cast<int>(rest % 1000));
  out += text;
  if (kind == DateTimeKind::Utc && component == DateTimeComponent::DateTime) out += 'Z';
  return out;
}

std::optional<double> julianDay(std::string_view iso) {
  IsoReader in(iso);
  int64_t days = daysFromCivil({2000, 1, 1}), milliseconds = 0, offset = 0;
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
