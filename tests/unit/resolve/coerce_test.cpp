// Rule R17, table A10: one row of the table a section.
#include "premap/resolve/coerce.h"

#include <cmath>
#include <limits>

#include "catch.h"

using namespace premap::resolve;

namespace {

struct Outcome {
  Value value;
  Conversion conversion;
  std::string text;
};

Outcome to(Target target, Value value, const ResolveOptions& options = {}) {
  Outcome outcome{value, {}, {}};
  std::string scratch;
  outcome.conversion = convert(outcome.value, target, options, scratch);
  outcome.text = std::string(outcome.value.text);
  return outcome;
}

bool refused(Target target, Value value, const ResolveOptions& options = {}) {
  return !to(target, value, options).conversion.isValid;
}
bool boolean(Value value) {
  return to(Target::Boolean, value).value.integer != 0;
}
int64_t integer(Value value) {
  return to(Target::Integer, value).value.integer;
}
double real(Value value) {
  return to(Target::Double, value).value.real;
}
std::string text(Value value) {
  return to(Target::String, value).text;
}
bool isLossy(const Outcome& outcome) {
  return outcome.conversion.decisions & bit(Decision::A10);
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("A10: booleans", "[resolve][coerce]") {
  CHECK(boolean(Value::boolean(true)));
  CHECK(integer(Value::boolean(true)) == 1);
  CHECK(real(Value::boolean(false)) == 0);
  CHECK(text(Value::boolean(true)) == "true");
  CHECK(text(Value::boolean(false)) == "false");
}

TEST_CASE("A10: integers", "[resolve][coerce]") {
  CHECK_FALSE(boolean(Value::ofInteger(0)));
  CHECK(boolean(Value::ofInteger(-3)));
  CHECK(integer(Value::ofInteger(INT64_MIN)) == INT64_MIN);
  CHECK(text(Value::ofInteger(INT64_MAX)) == "9223372036854775807");
  CHECK_FALSE(isLossy(to(Target::Double, Value::ofInteger(int64_t{1} << 53))));
  CHECK(isLossy(to(Target::Double, Value::ofInteger((int64_t{1} << 53) + 1))));
}

TEST_CASE("A10: doubles", "[resolve][coerce]") {
  CHECK_FALSE(boolean(Value::ofDouble(0)));
  CHECK(boolean(Value::ofDouble(0.1)));
  CHECK(refused(Target::Boolean, Value::ofDouble(kNaN)));
  CHECK(integer(Value::ofDouble(-4)) == -4);
  CHECK_FALSE(isLossy(to(Target::Integer, Value::ofDouble(4))));
  CHECK(integer(Value::ofDouble(2.9)) == 2);
  CHECK(integer(Value::ofDouble(-2.9)) == -2);
  CHECK(isLossy(to(Target::Integer, Value::ofDouble(2.5))));
  CHECK(refused(Target::Integer, Value::ofDouble(1e19)));
  CHECK(refused(Target::Integer, Value::ofDouble(9223372036854775808.0)));
  CHECK(integer(Value::ofDouble(-9223372036854775808.0)) == INT64_MIN);
  CHECK(refused(Target::Integer, Value::ofDouble(kNaN)));
  CHECK(refused(Target::Double, Value::ofDouble(kInf)));
  CHECK(refused(Target::String, Value::ofDouble(kNaN)));
  CHECK(text(Value::ofDouble(0.1)) == "0.1");
  CHECK(text(Value::ofDouble(100)) == "100");
}

TEST_CASE("A10: the reading of fractions is a switch", "[resolve][coerce]") {
  ResolveOptions options;
  options.fractionToInteger = FractionToInteger::Refuse;
  CHECK(refused(Target::Integer, Value::ofDouble(2.5), options));
  CHECK_FALSE(refused(Target::Integer, Value::ofDouble(2), options));
  options.fractionToInteger = FractionToInteger::Round;
  CHECK(to(Target::Integer, Value::ofDouble(2.5), options).value.integer == 3);
}

TEST_CASE("A10: strings", "[resolve][coerce]") {
  CHECK(boolean(Value::string("TRUE")));
  CHECK(boolean(Value::string("1")));
  CHECK_FALSE(boolean(Value::string("False")));
  CHECK_FALSE(boolean(Value::string("0")));
  for (const char* other : {"", "yes", "2", "1.0", " "}) CHECK(refused(Target::Boolean, Value::string(other)));

  CHECK(integer(Value::string("12")) == 12);
  CHECK(integer(Value::string("-3")) == -3);
  CHECK(integer(Value::string("12.0")) == 12);
  CHECK(integer(Value::string("9223372036854775807")) == INT64_MAX);
  for (const char* other : {"12.5", "abc", "", "1e3", "0x10", "12,5", "--1", "+-1", "12.", ".0", "9223372036854775808"})
    CHECK(refused(Target::Integer, Value::string(other)));

  CHECK(real(Value::string(" 12.5 ")) == 12.5);
  CHECK(real(Value::string("1e3")) == 1000);
  CHECK(real(Value::string("+.5")) == 0.5);
  CHECK(real(Value::string("1e-999")) == 0);
  for (const char* other : {"", " ", "abc", "0x10", "12,5", "nan", "inf", "-Infinity", "1e999", "1 2", "-", "."})
    CHECK(refused(Target::Double, Value::string(other)));
  CHECK(text(Value::string("")) == "");
}

TEST_CASE("A10: dates, ids, GUIDs", "[resolve][coerce]") {
  Value date = Value::of(ValueType::DateTime, "2020-01-02T03:04:05.678Z"), guid = Value::of(ValueType::Guid, "f1c7");
  CHECK(text(date) == "2020-01-02T03:04:05.678Z");
  CHECK(text(guid) == "f1c7");
  CHECK(text(Value::id(0x2d)) == "0x2d");
  CHECK(integer(Value::id(0x2d)) == 45);
  CHECK(refused(Target::Integer, Value::id(-1)));
  for (Target target : {Target::Boolean, Target::Integer, Target::Double}) {
    CHECK(refused(target, date));
    CHECK(refused(target, guid));
  }
  CHECK(refused(Target::Boolean, Value::id(1)));
  CHECK(refused(Target::Double, Value::id(1)));
}

TEST_CASE("A10: composites are text only, bytes are nothing", "[resolve][coerce]") {
  Value point = Value::of(ValueType::Composite, R"({"x":1})");
  CHECK(text(point) == R"({"x":1})");
  for (Target target : {Target::Boolean, Target::Integer, Target::Double}) CHECK(refused(target, point));
  for (Target target : {Target::Boolean, Target::Integer, Target::Double, Target::String})
    CHECK(refused(target, Value::of(ValueType::Binary, {})));
}
