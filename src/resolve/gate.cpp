// Rules R6 to R8: does an entry's class match the row's class?
#include "premap/base/text.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

namespace {

bool isMatch(const PlannedEntry& entry, const Class& rowClass, const PlanData& data) {
  if (entry.anySchema && entry.anyClass) return true;                                    // R6d
  if (entry.anySchema) return equalsIgnoreCase(rowClass.name, entry.className);          // R6b
  if (entry.anyClass) return equalsIgnoreCase(rowClass.schema->name, entry.schemaName);  // R6c
  return entry.named && data.catalog->isA(rowClass, *entry.named);                       // R6a
}

}  // namespace

// R8: nothing in the file has that name, so the entry can never match here. A misspelt schema or class looks like this.
Reason whyUnmatched(const PlannedEntry& entry, const PlanData& data) {
  if (entry.anySchema && entry.anyClass) return Reason::ClassMismatch;
  if (!entry.anySchema && !entry.anyClass) return entry.named ? Reason::ClassMismatch : Reason::ClassUnknown;
  if (entry.anySchema) {
    bool isKnown = false;
    for (const Class* cls : data.catalog->classes()) {
      if (!equalsIgnoreCase(cls->name, entry.className)) continue;
      isKnown = true;
      // E12: a wildcard switches the aspect step off; that is what the author has to be told.
      if (data.aspectRoot && data.catalog->isA(*cls, *data.aspectRoot)) return Reason::AspectWildcard;
    }
    return isKnown ? Reason::ClassMismatch : Reason::ClassUnknown;
  }
  const Schema* schema = data.catalog->findSchema(entry.schemaName);
  // An alias is no schema name: `bt.Beam` names nothing though ECSQL would know it.
  return schema && equalsIgnoreCase(schema->name, entry.schemaName) ? Reason::ClassMismatch : Reason::ClassUnknown;
}

Reason classGate(const PlannedEntry& entry, const Class* rowClass, const PlanData& data) {
  bool isElement = rowClass && data.elementClass && data.catalog->isA(*rowClass, *data.elementClass);
  if (!isElement && (entry.anySchema || entry.anyClass) && !data.options.wildcardsMatchNonElements)  // A28
    return entry.unmatched;
  // A row whose class nobody told matches only an entry that asks for none.
  bool matches = rowClass ? isMatch(entry, *rowClass, data) : entry.anySchema && entry.anyClass;
  return matches ? Reason::None : entry.unmatched;
}

}  // namespace premap::resolve
