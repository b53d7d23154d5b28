// Numbers as the native engine prints them in iModel JSON, and the punctuation around them.
#include "geometry/imodel_json/text.h"

#include <algorithm>
#include <cmath>

#include "premap/base/text.h"

namespace premap::geometry::imodel {
namespace {

double powerOfTen(int exponent) {
  return *readDouble("1e" + std::to_string(exponent));
}

// What the native engine reads from its own text, with a parser that is quick and may miss the last digit: as a whole
// number up to 64 bits, from the point on up to 2^53, then as a double, 17 digits in all; at last
// one multiplication or division.
class QuickNumber {
 public:
  explicit QuickNumber(std::string_view text) {
    const size_t mark = std::min(text.find('e'), text.size()), point = std::min(text.find('.'), mark);
    for (size_t i = 0; i < point; ++i) addToWhole(text[i] - '0');
    digits_ = text.front() == '0' ? 0 : static_cast<int>(point) - 1;  // it does not count the first
    for (size_t i = point + 1; i < mark; ++i) addToFraction(text[i] - '0');
    const size_t exponent = mark + 1 + (mark + 1 < text.size() && text[mark + 1] == '+');
    if (exponent < text.size()) exponent_ += static_cast<int>(*readDouble(text.substr(exponent)));
  }

  double read() const {
    const double digits = isDouble_ ? double_ : static_cast<double>(whole_);
    if (exponent_ < -308) return digits / powerOfTen(308) / powerOfTen(-exponent_ - 308);
    return exponent_ < 0 ? digits / powerOfTen(-exponent_) : digits * powerOfTen(exponent_);
  }

 private:
  void add(int digit) {
    if (isDouble_) double_ = double_ * 10 + digit;
    else whole_ = whole_ * 10 + static_cast<uint64_t>(digit);
  }
  void becomeDouble() {
    if (!isDouble_) double_ = static_cast<double>(whole_);
    isDouble_ = true;
  }
  void addToWhole(int digit) {
    constexpr uint64_t most = (UINT64_MAX - 9) / 10;
    if (whole_ > most) becomeDouble();
    add(digit);
  }
  void addToFraction(int digit) {
    constexpr uint64_t most = (uint64_t{1} << 53) - 1;
    if (whole_ > most) becomeDouble();
    if (isDouble_ && digits_ >= 17) return;
    add(digit), --exponent_;
    if (whole_ != 0 || double_ > 0) ++digits_;
  }

  uint64_t whole_ = 0;
  double double_ = 0;
  bool isDouble_ = false;
  int digits_ = 0, exponent_ = 0;
};

// With a point when it is no whole number of the engine's.
std::string pointedText(double number) {
  std::string text = shortestDouble(number);
  if (std::abs(number) > 0x1p53 && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

Text& Text::key(std::string_view name) {
  if (out_.back() != '{') out_ += ',';
  appendJsonString(out_, name);
  out_ += ':';
  return *this;
}

Text& Text::beginObject() {
  out_ += '{';
  return *this;
}

Text& Text::endObject() {
  out_ += '}';
  return *this;
}

Text& Text::whole(std::string_view name, int64_t number) {
  key(name);
  appendInteger(out_, number);
  return *this;
}

Text& Text::flag(std::string_view name, bool flag) {
  key(name);
  out_ += flag ? "true" : "false";
  return *this;
}

Text& Text::string(std::string_view name, std::string_view text) {
  key(name);
  appendJsonString(out_, text);
  return *this;
}

Text& Text::raw(std::string_view name, std::string_view json) {
  key(name);
  out_ += json.empty() ? "null" : json;
  return *this;
}

// In an instance's JSON a whole number beyond 2^53 keeps its point, and an exponent has no plus.
void Text::append(double number) {
  constexpr size_t mostExact = 15;  // so many digits any parser reads alike
  state_.hasNotANumber = state_.hasNotANumber || std::isnan(number);
  if (!std::isfinite(number)) {
    out_ += "null";
    return;
  }
  std::string text = pointedText(std::abs(number));
  if (text.size() > mostExact && text.find_first_of(".e") != std::string::npos)
    text = pointedText(QuickNumber(text).read());
  const size_t plus = text.find("e+");
  if (!state_.numbers.areOfInstances && text.ends_with(".0")) text.resize(text.size() - 2);
  else if (state_.numbers.areOfInstances && plus != std::string::npos) text.erase(plus + 1, 1);
  if (number < 0) out_ += '-';
  out_ += text;
}

void Text::append(Vec3 v, const double* weight) {
  out_ += '[';
  append(v.x);
  out_ += ',';
  append(v.y);
  out_ += ',';
  append(v.z);
  if (weight) out_ += ',', append(*weight);
  out_ += ']';
}

template <class F>
void Text::appendList(size_t count, F&& item) {
  if (count == 0) {
    out_ += "null";
    return;
  }
  out_ += '[';
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out_ += ',';
    item(i);
  }
  out_ += ']';
}

Text& Text::vectors(const std::vector<Vec3>& list) {
  appendList(list.size(), [&](size_t i) { append(list[i]); });
  return *this;
}

Text& Text::vectors(std::string_view name, const std::vector<Vec3>& list) {
  return key(name), vectors(list);
}

Text& Text::poles(std::span<const Vec3> poles, std::span<const double> weights) {
  appendList(poles.size(), [&](size_t i) { append(poles[i], weights.empty() ? nullptr : &weights[i]); });
  return *this;
}

Text& Text::poles(std::string_view name, std::span<const Vec3> list, std::span<const double> weights) {
  return key(name), poles(list, weights);
}

Text& Text::rows(std::string_view name, std::span<const Vec3> list, std::span<const double> weights, size_t perRow) {
  key(name);
  appendList(list.size() / perRow, [&](size_t row) {
    const size_t first = row * perRow;
    poles(list.subspan(first, perRow), weights.empty() ? weights : weights.subspan(first, perRow));
  });
  return *this;
}

Text& Text::numbers(std::string_view name, const std::vector<double>& list) {
  key(name);
  appendList(list.size(), [&](size_t i) { append(list[i]); });
  return *this;
}

Text& Text::blocks(const NumberVector<double>& list, size_t size) {
  appendList(list.size() / size, [&](size_t block) {
    if (size == 1) return append(list[block]);
    out_ += '[';
    for (size_t i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      append(list[block * size + i]);
    }
    out_ += ']';
  });
  return *this;
}

Text& Text::wholes(std::string_view name, const std::vector<int64_t>& list) {
  key(name);
  appendList(list.size(), [&](size_t i) { appendInteger(out_, list[i]); });
  return *this;
}

Text& Text::list(const std::vector<std::string>& items) {
  appendList(items.size(), [&](size_t i) { out_ += items[i]; });
  return *this;
}

}  // namespace premap::geometry::imodel
