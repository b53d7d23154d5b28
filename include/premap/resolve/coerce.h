// Coercion of a value to a column's type: rule R17, table A10.
//
//   Value twelve = Value::string("12.0");
//   convert(twelve, Target::Integer, {});   // twelve is Integer 12 now
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "premap/formula/formula.h"
#include "premap/resolve/options.h"
#include "premap/resolve/verdict.h"

namespace premap::resolve {

/// What a value is before conversion: the rows of table A10.
enum class ValueType : uint8_t {
  Null,
  Boolean,
  Integer,
  Double,
  String,
  DateTime,   ///< ISO 8601 text
  Id,         ///< an id; its text is made on demand
  Guid,       ///< dashed text
  Composite,  ///< compact JSON of a navigation value, struct, point, array or JSON container
  Binary      ///< bytes or geometry: converts to nothing
};

/// Whole numbers up to here are doubles of their own.
inline constexpr int64_t kLargestExactDouble = int64_t{1} << 53;

/// A value that owns nothing: `text` lives as long as the row it was read from, or in a scratch string.
struct Value {
  ValueType type = ValueType::Null;
  int64_t integer = 0;  ///< of Boolean, Integer and Id
  double real = 0;      ///< of Double
  std::string_view text;

  static Value of(ValueType type, std::string_view text) { return {type, 0, 0, text}; }
  static Value boolean(bool value) { return {ValueType::Boolean, value, 0, {}}; }
  static Value ofInteger(int64_t value) { return {ValueType::Integer, value, 0, {}}; }
  static Value ofDouble(double value) { return {ValueType::Double, 0, value, {}}; }
  static Value string(std::string_view text) { return of(ValueType::String, text); }
  static Value id(int64_t value) { return {ValueType::Id, value, 0, {}}; }
  bool isNull() const { return type == ValueType::Null; }
};

using Target = FormulaType;

struct Conversion {
  bool isValid = false;
  Decisions decisions = 0;  ///< A10 when the conversion lost something
};

/// Converts in place; the text of a number, boolean or id is written to `scratch`. A value that does not fit stays
/// as it was and the conversion is not valid. Not for null values.
Conversion convert(Value& value, Target target, const ResolveOptions& options, std::string& scratch);

}  // namespace premap::resolve
