// The parts of validateContract, one file each. Every check reports all it finds and changes nothing.
#pragma once

#include <span>

#include "mapping/sink.h"
#include "premap/mapping/model.h"

namespace premap {

/// What every check needs: whose rules hold, and where faults go.
struct Contract {
  ApiGeneration api;
  DiagnosticSink& sink;
  bool isV1() const { return api == ApiGeneration::V1; }
};

void checkMappingName(const Mapping& mapping, const Contract& contract);
void checkGroupName(const Group& group, const Contract& contract);
void checkPropertyName(const GroupProperty& property, const Contract& contract);

/// The query as text: what needs no schema to be told.
void checkQuery(const Group& group, const Contract& contract);

/// Data type, quantity type, the sources a column has.
void checkProperty(const GroupProperty& property, const Contract& contract);

/// The entries of `ecProperties`, each alone and against those before it.
void checkEntries(const GroupProperty& property, const Contract& contract);

/// Names within a group, across groups of one name, across the tables of all mappings.
void checkUniqueProperties(const Group& group, const Contract& contract);
void checkMergedGroups(const Mapping& mapping, const Contract& contract);
void checkTableNames(std::span<const Mapping* const> mappings, const Contract& contract);

/// A diagnostic about a field.
template <class T>
Diagnostic onField(Diagnostic diagnostic, const Place& place, const Field<T>& field) {
  return std::move(diagnostic)
      .withPath(field.state == FieldState::Absent ? place.path : place.at(field))
      .withSpan(field.span)
      .withTarget(std::string(field.key));
}
template <class T>
bool isMissing(const Field<T>& field) {
  return field.state == FieldState::Absent || field.state == FieldState::Null;
}

}  // namespace premap
