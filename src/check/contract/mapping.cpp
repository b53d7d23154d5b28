// A mapping and its groups as such: what they must hold, what only one of the two APIs has.
#include <set>

#include "check/contract/checks.h"
#include "premap/mapping/api.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

void noteCopy(std::string message, const Place& place, const Contract& contract) {
  contract.sink.add(info("source-not-in-file", std::move(message))
                        .withPath(place.path)
                        .withSpan(place.span)
                        .withHint("save the copied mapping with its groups and properties to preview it whole"));
}

}  // namespace

void checkMetadata(const Group& group, const Contract& contract) {
  std::set<std::string> seen;
  size_t index = 0;
  for (const MetadataEntry& entry : group.metadata) {
    const std::string field = "metadata.key[" + std::to_string(index++) + "]";
    if (entry.key.state == FieldState::Faulty) continue;
    auto report = [&](Diagnostic fault, std::string hint, std::string_view answer) {
      fault = onField(std::move(fault), entry.place, entry.key).withTarget(field).withHint(std::move(hint));
      fault.related.push_back(clientAnswer("create or update", field, answer));
      contract.sink.add(std::move(fault));
    };
    if (trim(entry.key.value).empty())
      report(error("metadata-key-blank", "the metadata entry has no key"), "name it, or remove the entry",
             "Key cannot be empty or consist only of whitespace characters.");
    else if (!seen.insert(entry.key.value).second)
      report(error("metadata-key-duplicate", "the metadata key " + quoteName(entry.key.value) + " is repeated"),
             "remove one of the two entries", "Duplicate key found: " + entry.key.value);
  }
  if (contract.isV1() && !group.metadata.empty())
    contract.sink.add(warning("gm-only-field", "`metadata` exists only in Grouping and Mapping; it has no effect")
                          .withPath(group.place.path + "/metadata")
                          .withSpan(group.metadata[0].place.span)
                          .withHint("remove it"));
}

void checkHasColumns(const Group& group, const Contract& contract) {
  if (!group.sourceGroupId.empty())
    noteCopy("the group is made with the columns of another group, which this file does not have", group.place,
             contract);
  else if (group.properties.empty() && !group.isImplicit && group.propertiesState != FieldState::Faulty)
    contract.sink.add(info("group-no-properties", "the group has no properties; its table has only the default columns")
                          .withPath(group.place.path)
                          .withSpan(group.place.span)
                          .withHint("add `properties`"));
}

// `iModelId` belongs to the request, not to the mapping: it is asked for only where a whole create request was written.
void checkIModel(const Mapping& mapping, const Contract& contract) {
  if (contract.isV1() || mapping.iModelId.state == FieldState::Faulty) return;
  const bool isBlank = mapping.iModelId.isPresent() && trim(mapping.iModelId.value).empty();
  const bool isLeftOut = isMissing(mapping.iModelId) && !isMissing(mapping.sourceMappingId);
  if (!isBlank && !isLeftOut && mapping.iModelId.state != FieldState::Null) return;
  contract.sink.add(onField(error("iModel-missing", "the request names no iModel"), mapping.place, mapping.iModelId)
                        .withHint("put the id of the iModel into `iModelId`"));
}

// One such word is enough to be judged by other rules: who wrote the mapping should know which word.
void checkOneApi(const Mapping& mapping, const Contract& contract) {
  if (!contract.isInferred) return;
  const ApiInference told = inferApi(mapping);
  if (!told.sign || !told.against) return;
  Diagnostic fault =
      warning("api-mixed", told.sign->what + " exists only in Grouping and Mapping, " + told.against->what +
                               " only in Reporting v1; the mapping is taken for one of Grouping and Mapping")
          .withPath(told.sign->path)
          .withSpan(told.sign->span)
          .withHint("keep to the fields of one API, or say which one is meant");
  fault.related.push_back({"only in Reporting v1", told.against->path, told.against->span});
  contract.sink.add(std::move(fault));
}

void checkHasGroups(const Mapping& mapping, const Contract& contract) {
  if (!isMissing(mapping.sourceMappingId))
    noteCopy("the mapping is made as a copy of another one, whose groups this file does not have", mapping.place,
             contract);
  else if (mapping.groups.empty() && !mapping.isImplicit && mapping.groupsState != FieldState::Faulty)
    contract.sink.add(warning("mapping-no-groups", "the mapping has no groups; there is nothing to extract")
                          .withPath(mapping.place.path)
                          .withSpan(mapping.place.span)
                          .withHint("add `groups`; a list of mappings answered by the API does not hold them"));
}

void checkExtraction(const Mapping& mapping, const Contract& contract) {
  if (mapping.extractionEnabled.isPresent() && !mapping.extractionEnabled.value)
    contract.sink.add(onField(info("extraction-disabled", "the mapping is left out of automatic extractions"),
                              mapping.place, mapping.extractionEnabled)
                          .withHint("set it to true, or name the mapping when you run an extraction"));
}

}  // namespace premap
