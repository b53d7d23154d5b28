// Words and their enumerators, looked up in the generated tables both ways.
#include "premap/mapping/vocabulary.h"

namespace premap {

namespace {

#include "mapping/vocabulary_words.inc"

template <class T>
std::optional<T> find(std::span<const Word<T>> words, std::string_view text) {
  for (const Word<T>& word : words)
    if (word.text == text) return word.value;
  return std::nullopt;
}

template <class T>
std::string_view textOf(std::span<const Word<T>> words, T value) {
  for (const Word<T>& word : words)
    if (word.value == value) return word.text;
  return "Undefined";
}

}  // namespace

std::span<const Word<DataType>> dataTypes() {
  return kDataTypes;
}
std::span<const Word<DataType>> ecPropertyTypes() {
  // `Undefined` stands last and is no type of an ECProperty.
  return std::span<const Word<DataType>>(kDataTypes).first(std::size(kDataTypes) - 1);
}
std::span<const Word<QuantityType>> quantityTypes() {
  return kQuantityTypes;
}
std::span<const Word<CalculatedPropertyType>> calculatedPropertyTypes() {
  return kCalculatedPropertyTypes;
}

std::optional<DataType> dataTypeFrom(std::string_view text) {
  return find(dataTypes(), text);
}
std::optional<QuantityType> quantityTypeFrom(std::string_view text) {
  return find(quantityTypes(), text);
}
std::optional<CalculatedPropertyType> calculatedPropertyTypeFrom(std::string_view text) {
  return find(calculatedPropertyTypes(), text);
}

std::string_view toString(DataType value) {
  return textOf(dataTypes(), value);
}
std::string_view toString(QuantityType value) {
  return textOf(quantityTypes(), value);
}
std::string_view toString(CalculatedPropertyType value) {
  return textOf(calculatedPropertyTypes(), value);
}

std::string_view toString(ApiGeneration api) {
  return api == ApiGeneration::V1 ? "v1" : "gm";
}
std::optional<ApiGeneration> apiGenerationFrom(std::string_view text) {
  if (text == "reporting" || text == "v1") return ApiGeneration::V1;
  if (text == "groupingAndMapping" || text == "gm") return ApiGeneration::GroupingAndMapping;
  return std::nullopt;
}

}  // namespace premap
