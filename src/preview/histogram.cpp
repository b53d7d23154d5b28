// Bins of powers of ten lie in those of the next power exactly, as both have the ends that the decimals name.
#include "preview/histogram.h"

#include <algorithm>
#include <cmath>

#include "premap/base/text.h"

namespace premap {

using resolve::Value;
using resolve::ValueType;

namespace {

constexpr int64_t kMostBins = 1000;
constexpr int64_t kMostBars = 40;
constexpr size_t kMostDates = 400;  // days of a year
// Beyond them a power of ten is no exact double, and a bin's number no exact whole one.
constexpr int kMostPower = 22;
constexpr double kMostNumber = 9007199254740992;

constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// The double nearest to the decimal where a bin begins: a quotient or product of exact doubles is rounded once.
double edgeOf(int64_t bin, int power) {
  const auto number = static_cast<double>(bin);
  return power < 0 ? number / kPowers[-power] : number * kPowers[power];
}

int64_t floorDivided(int64_t value, int64_t by) {
  return value / by - (value % by < 0);
}

std::string numberText(double number) {
  std::string text;
  appendJsonDouble(text, number);
  return text;
}

}  // namespace

// --- numbers

void NumberBins::add(double number, bool isWhole, uint64_t count) {
  if (isTooFar_) return;
  if (power_ == kNone) begin(number, isWhole);
  for (;;) {
    const double place = power_ < 0 ? number * kPowers[-power_] : number / kPowers[power_];
    if (std::abs(place) < kMostNumber) {
      const int64_t bin = binOf(number);
      if (counts_.empty()) first_ = bin;
      const int64_t end = first_ + static_cast<int64_t>(counts_.size());
      const int64_t size = std::max(end, bin + 1) - std::min(first_, bin);
      if (size <= kMostBins) {
        if (bin < first_) counts_.insert(counts_.begin(), static_cast<size_t>(first_ - bin), 0), first_ = bin;
        if (bin >= end) counts_.resize(static_cast<size_t>(size));
        counts_[static_cast<size_t>(bin - first_)] += count;
        return;
      }
    }
    if (power_ == kMostPower) return isTooFar_ = true, counts_.clear();
    coarsen();
  }
}

// As fine as the first number allows, whatever comes.
void NumberBins::begin(double number, bool isWhole) {
  const int size = number == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(number))));
  power_ = std::clamp(size - 14, isWhole ? 0 : -kMostPower, kMostPower);
}

void NumberBins::coarsen() {
  ++power_;
  if (counts_.empty()) return;
  const int64_t first = floorDivided(first_, 10);
  std::vector<uint64_t> counts;
  for (size_t i = 0; i < counts_.size(); ++i) {
    const auto at = static_cast<size_t>(floorDivided(first_ + static_cast<int64_t>(i), 10) - first);
    if (at >= counts.size()) counts.resize(at + 1);
    counts[at] += counts_[i];
  }
  first_ = first, counts_ = std::move(counts);
}

// Division may round up to the next bin, or product down to the one before.
int64_t NumberBins::binOf(double number) const {
  auto bin = static_cast<int64_t>(std::floor(power_ < 0 ? number * kPowers[-power_] : number / kPowers[power_]));
  while (edgeOf(bin, power_) > number) --bin;
  while (edgeOf(bin + 1, power_) <= number) ++bin;
  return bin;
}

std::vector<HistogramBar> NumberBins::bars() const {
  std::vector<HistogramBar> bars;
  if (counts_.empty()) return bars;
  const int64_t last = first_ + static_cast<int64_t>(counts_.size()) - 1;
  const auto barsOf = [&](int64_t width) { return floorDivided(last, width) - floorDivided(first_, width) + 1; };
  int64_t width = 1;
  for (const int64_t each : {1, 2, 5, 10, 20, 50, 100})
    if (barsOf(width) > kMostBars) width = each;
  const int64_t first = floorDivided(first_, width);
  for (int64_t bar = first; bar <= floorDivided(last, width); ++bar)
    bars.push_back({numberText(edgeOf(bar * width, power_)), numberText(edgeOf((bar + 1) * width, power_)), 0});
  for (size_t i = 0; i < counts_.size(); ++i)
    bars[static_cast<size_t>(floorDivided(first_ + static_cast<int64_t>(i), width) - first)].count += counts_[i];
  return bars;
}

// --- dates

namespace {

constexpr std::string_view kDateShape = "0000-00-00T00:00";

// Lengths of what the texts of a century, a decade, a year … a minute have in common.
constexpr size_t kUnits[] = {2, 3, 4, 7, 10, 13, 16};

bool isDate(std::string_view text) {
  if (text.size() != 10 && text.size() < kDateShape.size()) return false;
  for (size_t i = 0; i < std::min(text.size(), kDateShape.size()); ++i)
    if (kDateShape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != kDateShape[i]) return false;
  return true;
}

}  // namespace

bool DateBins::add(std::string_view text, uint64_t count) {
  if (!isDate(text)) return false;
  if (text.size() < length_) shorten(text.size());
  counts_[std::string(text.substr(0, length_))] += count;
  while (counts_.size() > kMostDates && length_ > kUnits[0])
    shorten(*(std::lower_bound(std::begin(kUnits), std::end(kUnits), length_) - 1));
  return true;
}

void DateBins::shorten(size_t length) {
  length_ = length;
  std::map<std::string, uint64_t> counts;
  for (const auto& [key, count] : counts_) counts[key.substr(0, length)] += count;
  counts_ = std::move(counts);
}

// Behind all texts that begin with a bar's stands the same with its last digit one up; behind 9 comes the colon.
std::vector<HistogramBar> DateBins::bars() const {
  std::vector<HistogramBar> bars;
  for (const auto& [key, count] : counts_) {
    std::string below = key;
    ++below.back();
    bars.push_back({'"' + key + '"', '"' + below + '"', count});
  }
  return bars;
}

// --- either

void Histogram::add(const Value& value, uint64_t count) {
  if (kind_ == Kind::Other) return;
  const bool isWhole = value.type == ValueType::Integer;
  const bool isNumber = isWhole || (value.type == ValueType::Double && std::isfinite(value.real));
  const Kind kind = isNumber ? Kind::Numbers : value.type == ValueType::String ? Kind::Dates : Kind::Other;
  if (kind_ == Kind::None) kind_ = kind;
  const double number = isWhole ? static_cast<double>(value.integer) : value.real;
  if (kind_ == kind && isNumber) return numbers_.add(number, isWhole, count);
  if (kind_ == kind && kind == Kind::Dates && dates_.add(value.text, count)) return;
  kind_ = Kind::Other, numbers_ = {}, dates_ = {};
}

std::vector<HistogramBar> Histogram::bars() const {
  return kind_ == Kind::Numbers ? numbers_.bars() : kind_ == Kind::Dates ? dates_.bars() : std::vector<HistogramBar>();
}

}  // namespace premap
