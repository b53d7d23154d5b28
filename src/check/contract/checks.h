// The rules of the contract, one file each: what the API or its client would refuse or quietly get wrong. Every check
// reports all it finds and changes nothing. rules.cpp says when each runs.
#pragma once

#include <span>

#include "premap/mapping/model.h"
#include "premap/mapping/sink.h"

namespace premap {

/// What every check needs: whose rules hold, and where faults go.
struct Contract {
  ApiGeneration api;
  DiagnosticSink& sink;
  bool isInferred = false;  ///< the API is told by the mapping
  bool isV1() const { return api == ApiGeneration::V1; }
};

void checkOneApi(const Mapping& mapping, const Contract& contract);
void checkMappingName(const Mapping& mapping, const Contract& contract);
void checkIModel(const Mapping& mapping, const Contract& contract);
void checkHasGroups(const Mapping& mapping, const Contract& contract);
void checkExtraction(const Mapping& mapping, const Contract& contract);

void checkGroupName(const Group& group, const Contract& contract);
/// The query as text: what needs no schema to be told.
void checkQuery(const Group& group, const Contract& contract);
void checkMetadata(const Group& group, const Contract& contract);
void checkHasColumns(const Group& group, const Contract& contract);

void checkPropertyName(const GroupProperty& property, const Contract& contract);
/// Data type, quantity type, the sources a column has.
void checkProperty(const GroupProperty& property, const Contract& contract);
/// The entries of `ecProperties`, each alone and against those before it.
void checkEntries(const GroupProperty& property, const Contract& contract);

/// Names within a group, across groups of one name, across the tables of all mappings.
void checkUniqueProperties(std::span<const GroupProperty> properties, const Contract& contract);
void checkMergedGroups(std::span<const Group> groups, const Contract& contract);
void checkTableNames(std::span<const Mapping* const> mappings, const Contract& contract);

void checkFormulas(const Group& group, Diagnostics& faults);

/// A diagnostic about a field.
template <class T>
Diagnostic onField(Diagnostic diagnostic, const Place& place, const Field<T>& field) {
  return std::move(diagnostic)
      .withPath(field.state == FieldState::Absent ? place.path : place.at(field))
      .withSpan(field.span)
      .withTarget(std::string(field.key));
}

}  // namespace premap
