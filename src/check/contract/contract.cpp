// Walks a mapping from the outside in, and asks the rules of the contract about each part.
#include "premap/check/contract.h"

#include "check/rules.h"
#include "premap/mapping/api.h"

namespace premap {

namespace {

void checkGroup(const Group& group, const Contract& contract) {
  applyRules<OnGroup>(Need::Mapping, group, contract);
  for (const GroupProperty& property : group.properties) applyRules<OnColumn>(Need::Mapping, property, contract);
  applyRules<OnColumns>(Need::Mapping, group.properties, contract);
}

void checkMapping(const Mapping& mapping, const Contract& contract) {
  applyRules<OnMapping>(Need::Mapping, mapping, contract);
  for (const Group& group : mapping.groups) checkGroup(group, contract);
  applyRules<OnGroups>(Need::Mapping, mapping.groups, contract);
}

}  // namespace

Diagnostics validateContract(const ReadResult& read, std::optional<ApiGeneration> api, FaultScope scope) {
  DiagnosticSink sink(scope);
  for (const Diagnostic& fault : read.diagnostics) sink.add(fault);
  if (!read.isReadable) return sink.take();
  std::vector<const Mapping*> mappings{&read.mapping};
  for (const Mapping& other : read.others) mappings.push_back(&other);
  for (const Mapping* mapping : mappings) checkMapping(*mapping, {api.value_or(inferApi(*mapping).api), sink, !api});
  applyRules<OnMappings>(Need::Mapping, mappings, Contract{api.value_or(inferApi(read.mapping).api), sink});
  return sink.take();
}

}  // namespace premap
