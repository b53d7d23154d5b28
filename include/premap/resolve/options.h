// ResolveOptions: every reading of the contract that decides a value, as a named switch whose default is the
// contract's decision (A1..A38 in docs/resolution.md).
//
//   auto options = optionsFromJson(R"({"entryOrder":"source-first"})");
//   if (options) plan(group, catalog, *options);
//
// The defaults are what premap shows; a switch exists so that one comparison with the live service can flip it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"

namespace premap::resolve {

enum class EntryOrder : uint8_t { EntryFirst, SourceFirst };
enum class TypeMismatch : uint8_t { ConversionFails, DeclaredTypeFilter };
enum class FractionToInteger : uint8_t { Truncate, Refuse, Round };
enum class ClassIdOutput : uint8_t { Hex, Name };

struct ResolveOptions {
  EntryOrder entryOrder = EntryOrder::EntryFirst;  ///< A1
  bool decodeRowClass = true;                      ///< A2: ECClassId given as hex text or a class name counts
  bool gateQueriedColumns = true;                  ///< A3, R7
  bool matchWholeColumnName = true;                ///< A4: `Category.Id` first as one column name
  bool firstDuplicateColumn = true;                ///< A5: of two columns of a name the first counts
  bool polymorphicAspects = true;                  ///< A6
  bool keepRepeatedRows = true;                    ///< A7, A19
  TypeMismatch typeMismatch = TypeMismatch::ConversionFails;          ///< A8
  bool convertTwice = true;                                           ///< A9: ecPropertyType, then dataType
  FractionToInteger fractionToInteger = FractionToInteger::Truncate;  ///< A10
  bool undefinedTypeIsString = true;                                  ///< A11; otherwise the column is null
  bool mergeSameNameGroups = true;                                    ///< A15, R20
  bool dropDanglingRows = true;                                       ///< A21
  bool jsonIntegers = true;                          ///< A22: JSON numbers without fraction or exponent are integers
  bool reparseJsonStrings = true;                    ///< A22: a JSON string with segments left is parsed once more
  ClassIdOutput classIdOutput = ClassIdOutput::Hex;  ///< A23
  bool wildcardsMatchNonElements = true;             ///< A28
  bool navigationMembersFirst = true;                ///< A31: `id` and `relClassName` before a property of that name
  bool foldUnicode = true;                           ///< A35: JSON members and aliases fold beyond ASCII
  bool trimNames = false;                            ///< A36
  bool pathIntoPoints = false;                       ///< not in the contract: `Origin.X` reads a coordinate
  std::vector<int64_t> ecInstanceIds;                ///< R19: only rows of these ids; empty = all
};

/// One switch as the documentation, the page and the command line list it.
struct SwitchInfo {
  std::string_view name;
  std::string_view decision;  ///< "A6"
  std::string_view values;    ///< "true|false", the default first
  std::string_view meaning;
};
std::span<const SwitchInfo> switches();

/// Reads the `options` member of a call: an object of switch names, and `ecInstanceIds` as hex texts.
/// Errors: `option-unknown` with the nearest name, `option-value` with the allowed values. Empty text: the defaults.
Result<ResolveOptions> optionsFromJson(std::string_view json);

}  // namespace premap::resolve
