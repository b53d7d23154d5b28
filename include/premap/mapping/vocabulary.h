// The closed word lists of the contract: API generations, data types, quantity types, calculated property types.
//
//   std::optional<DataType> type = dataTypeFrom("Double");   // DataType::Double
//   dataTypeFrom("double");                                  // nullopt: spellings are case-sensitive
//
// docs/words/vocabulary.json is the only place where these spellings stand; enumerations, JSON
// Schema and messages follow.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "premap/mapping/vocabulary_words.h"

namespace premap {

/// The two live APIs a mapping can be sent to: Reporting v1 and Grouping and Mapping.
enum class ApiGeneration : uint8_t { V1, GroupingAndMapping };

/// One spelling, its value and where it may be used.
template <class T>
struct Word {
  std::string_view text;
  T value;
  bool isV1 = true;
  bool isGroupingAndMapping = true;
};

std::span<const Word<DataType>> dataTypes();
/// Of `ecPropertyType`, a v1 field: the data types without `Undefined`.
std::span<const Word<DataType>> ecPropertyTypes();
std::span<const Word<QuantityType>> quantityTypes();
std::span<const Word<CalculatedPropertyType>> calculatedPropertyTypes();

/// Exact, case-sensitive look-ups over both generations' words; nullopt for any other spelling.
std::optional<DataType> dataTypeFrom(std::string_view text);
std::optional<QuantityType> quantityTypeFrom(std::string_view text);
std::optional<CalculatedPropertyType> calculatedPropertyTypeFrom(std::string_view text);

std::string_view toString(DataType value);
std::string_view toString(QuantityType value);
std::string_view toString(CalculatedPropertyType value);
/// "v1" | "gm".
std::string_view toString(ApiGeneration api);
/// Of "v1" or "gm".
std::optional<ApiGeneration> apiGenerationFrom(std::string_view text);

}  // namespace premap
