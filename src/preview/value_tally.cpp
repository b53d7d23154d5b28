// Distinct values, their range, and the stricter types that would hold them.
#include "preview/value_tally.h"

#include <cmath>
#include <cstdlib>

#include "premap/preview/cell_text.h"

namespace premap {

namespace {

constexpr size_t kTopValues = 10;
// Of so many values as are spread each is kept if it is no longer.
constexpr size_t kLongest = kMostKeyBytes / kMostNumbers;

// Which stricter types would hold a value without loss, as bits.
enum Stricter : uint8_t { kAsDouble = 1, kAsInteger = 2, kAsBoolean = 4 };

bool convertsTo(resolve::Value value, resolve::Target target) {
  resolve::ResolveOptions exact;
  exact.fractionToInteger = resolve::FractionToInteger::Refuse;
  std::string scratch;
  resolve::Conversion conversion = resolve::convert(value, target, exact, scratch);
  return conversion.isValid && !(conversion.decisions & bit(resolve::Decision::A10));
}

uint8_t stricterTypes(const resolve::Value& value) {
  using resolve::ValueType;
  uint8_t types = 0;
  if (value.type == ValueType::String && convertsTo(value, resolve::Target::Double)) types |= kAsDouble;
  bool isLooser = value.type == ValueType::String || value.type == ValueType::Double;
  if (isLooser && convertsTo(value, resolve::Target::Integer)) types |= kAsInteger;
  bool isFlag = value.type == ValueType::String ? convertsTo(value, resolve::Target::Boolean)
                : value.type == ValueType::Integer
                    ? value.integer == 0 || value.integer == 1
                    : value.type == ValueType::Double && (value.real == 0 || value.real == 1);
  return isFlag ? types | kAsBoolean : types;
}

}  // namespace

void ValueTally::add(const resolve::Value& value) {
  if (value.isNull()) return;
  addRange(value);
  text_.clear();
  appendValueKey(text_, value);
  FrequentValues::Kept* kept = values_.find(text_);
  const uint8_t types = kept ? kept->types : stricterTypes(value);
  const bool isOneTooMany = values_.kept().size() == kMostNumbers || text_.size() > kLongest;
  if (!kept && !isMany_ && isOneTooMany) spread(histogram_), isMany_ = true;
  if (kept) ++kept->count;
  else if (isMany_ && minimum_) hasMoreNumbers_ = true;
  else values_.add(text_, types);
  if (isMany_) histogram_.add(value);
  asDouble_ += (types & kAsDouble) != 0, asInteger_ += (types & kAsInteger) != 0;
  asBoolean_ += (types & kAsBoolean) != 0;
}

void ValueTally::finish(ColumnHealth& health) const {
  health.distinct = values_.distinct();
  health.isDistinctCapped = hasMoreNumbers_ || values_.isDistinctCapped();
  health.minimum = minimum_, health.maximum = maximum_;
  health.leastWhole = leastWhole_, health.greatestWhole = greatestWhole_;
  // There is none that is too large for a number.
  if (const double sum = sum_ + sumCorrection_; minimum_ && std::isfinite(sum)) health.sum = sum;
  if (leastWhole_) health.wholeSum = wholeSum_;
  Histogram ofFew;
  if (!isMany_) spread(ofFew);
  health.bars = (isMany_ ? histogram_ : ofFew).bars();
  health.asDouble = asDouble_, health.asInteger = asInteger_, health.asBoolean = asBoolean_;
  if (!hasMoreNumbers_) health.top = values_.top(kTopValues);
}

void ValueTally::addRange(const resolve::Value& value) {
  if (value.type != resolve::ValueType::Integer && value.type != resolve::ValueType::Double) return;
  double number = value.type == resolve::ValueType::Double ? value.real : static_cast<double>(value.integer);
  if (value.type == resolve::ValueType::Integer) {
    leastWhole_ = std::min(leastWhole_.value_or(value.integer), value.integer);
    greatestWhole_ = std::max(greatestWhole_.value_or(value.integer), value.integer);
  }
  if (value.type == resolve::ValueType::Integer && wholeSum_) {
    int64_t sum = 0;
    wholeSum_ = __builtin_add_overflow(*wholeSum_, value.integer, &sum) ? std::nullopt : std::optional(sum);
  }
  addToSum(number);
  minimum_ = minimum_ ? std::min(*minimum_, number) : number;
  maximum_ = maximum_ ? std::max(*maximum_, number) : number;
}

// The values so far, from their keys; in an order that is the same everywhere.
void ValueTally::spread(Histogram& histogram) const {
  std::vector<std::pair<std::string_view, uint64_t>> counts;
  for (const auto& [key, kept] : values_.kept()) counts.emplace_back(key, kept.count);
  std::sort(counts.begin(), counts.end());
  for (const auto& [key, count] : counts) {
    const char first = key.front();
    const bool isNumber = first == '-' || (first >= '0' && first <= '9');
    // What JSON has to escape is no date.
    resolve::Value value = resolve::Value::string(first == '"' ? key.substr(1, key.size() - 2) : "");
    if (isNumber && leastWhole_) value = resolve::Value::ofInteger(std::strtoll(key.data(), nullptr, 10));
    else if (isNumber) value = resolve::Value::ofDouble(std::strtod(key.data(), nullptr));
    histogram.add(value, count);
  }
}

void ValueTally::addToSum(double number) {
  const double sum = sum_ + number;
  sumCorrection_ += std::abs(sum_) >= std::abs(number) ? (sum_ - sum) + number : (number - sum) + sum_;
  sum_ = sum;
}

}  // namespace premap
