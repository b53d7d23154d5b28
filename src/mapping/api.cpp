// Looks for what the bodies of one generation alone have: signs of v1 and none of the newer one make it v1, and a sign
// that speaks against the answer is kept to be told.
#include "premap/mapping/api.h"

#include "premap/mapping/words.h"

namespace premap {

namespace {

class SignFinder {
 public:
  explicit SignFinder(const Mapping& mapping) {
    for (const ApiSign& sign : mapping.signs) note(sign);
    if (!isMissing(mapping.sourceMappingId))
      noteField(ApiGeneration::GroupingAndMapping, mapping.place, mapping.sourceMappingId);
    for (const Group& group : mapping.groups) lookAt(group);
  }

  ApiInference answer() && {
    if (v1_ && !newer_) return {ApiGeneration::V1, std::move(v1_), std::nullopt};
    return {ApiGeneration::GroupingAndMapping, std::move(newer_), std::move(v1_)};
  }

 private:
  void note(ApiSign sign) {
    std::optional<ApiSign>& kept = sign.api == ApiGeneration::V1 ? v1_ : newer_;
    if (!kept) kept = std::move(sign);
  }

  void noteAt(ApiGeneration api, std::string what, const Place& place) {
    note({api, std::move(what), place.path, place.span});
  }

  template <class T>
  void noteField(ApiGeneration api, const Place& place, const Field<T>& field) {
    note({api, "`" + std::string(field.key) + "`", place.at(field), field.span});
  }

  void noteWord(const Place& place, const TextField& field, std::string_view word) {
    if (field.value == word) note({ApiGeneration::V1, quoteName(field.value), place.at(field), field.span});
  }

  void lookAt(const Group& group) {
    if (!group.metadata.empty()) noteAt(ApiGeneration::GroupingAndMapping, "`metadata`", group.metadata[0].place);
    if (!group.sourceGroupId.empty()) noteAt(ApiGeneration::GroupingAndMapping, "`source`", group.place);
    for (const GroupProperty& property : group.properties) lookAt(property);
  }

  // A lone formula or measure is a resource of its own in v1; beside another source it exists only in the other API.
  void lookAt(const GroupProperty& property) {
    const Place& place = property.place;
    noteWord(place, property.dataType, "Number");
    noteWord(place, property.dataType, "Undefined");
    noteWord(place, property.quantityType, "Undefined");
    if (property.kind == GroupPropertyKind::CalculatedProperty)
      noteAt(ApiGeneration::V1, "a calculated property", place);
    if (property.kind == GroupPropertyKind::CustomCalculation) noteAt(ApiGeneration::V1, "a custom calculation", place);
    const bool hasEntries = !isMissing(property.ecPropertiesList), hasFormula = !isMissing(property.formula);
    const TextField& measure = property.calculatedPropertyType;
    if (!isMissing(measure) && (hasEntries || hasFormula || property.kind == GroupPropertyKind::Property))
      noteField(ApiGeneration::GroupingAndMapping, place, measure);
    if (hasFormula && hasEntries) noteField(ApiGeneration::GroupingAndMapping, place, property.formula);
    for (const ECProperty& entry : property.ecProperties)
      if (entry.ecPropertyType.isPresent()) noteField(ApiGeneration::V1, entry.place, entry.ecPropertyType);
  }

  std::optional<ApiSign> v1_, newer_;
};

}  // namespace

ApiInference inferApi(const Mapping& mapping) {
  return SignFinder(mapping).answer();
}

}  // namespace premap
