// Asks each table once which class ids its rows have, and keeps the answer: a class without rows needs no
// column in any statement.
#include "premap/resolve/census.h"

#include "premap/resolve/sql_text.h"

namespace premap::resolve {

const Table* primaryTableOf(const Class& cls) {
  for (const Table* table : cls.tables)
    if (table->type == TableType::Primary || table->type == TableType::Existing) return table;
  return nullptr;
}

const std::vector<const Class*>& ClassCensus::present(const Class& cls) {
  auto [entry, isNew] = present_.try_emplace(cls.id);
  std::vector<const Class*>& found = entry->second;
  if (!isNew) return found;
  for (const Class* candidate : catalog_.selfAndDerived(cls)) {
    if (candidate->isMixin || candidate->modifier == ClassModifier::Abstract) continue;
    const Table* table = primaryTableOf(*candidate);
    if (!table) continue;
    const TableCensus& census = censusOf(*table);
    if (!census.isKnown || census.classIds.count(candidate->id)) found.push_back(candidate);
  }
  return found;
}

const std::set<int64_t>* ClassCensus::classIdsIn(const Table& table) {
  const TableCensus& census = censusOf(table);
  return census.isKnown ? &census.classIds : nullptr;
}

const ClassCensus::TableCensus& ClassCensus::censusOf(const Table& table) {
  auto [entry, isNew] = tables_.try_emplace(table.id);
  TableCensus& census = entry->second;
  if (!isNew || !table.hasPhysicalClassId() || !hasClassIdIndex(table)) return census;
  // A loose index scan: jump from each class id to the next greater one instead of reading every entry.
  std::string column = sqlName(table.classIdColumn->name), from = sqlName(table.name);
  auto statement = catalog_.database().prepare(
      "WITH RECURSIVE c(id) AS (SELECT min(" + column + ") FROM " + from + " UNION ALL SELECT (SELECT min(" + column +
      ") FROM " + from + " WHERE " + column + ">c.id) FROM c WHERE c.id IS NOT NULL) SELECT id FROM c");
  if (!statement) return census;
  Step step;
  while ((step = statement->step()) == Step::Row)
    if (!statement->isNull(0)) census.classIds.insert(statement->int64(0));
  census.isKnown = step == Step::Done;
  return census;
}

bool ClassCensus::hasClassIdIndex(const Table& table) {
  auto statement = catalog_.database().prepare(
      "SELECT 1 FROM pragma_index_list(?1) l JOIN pragma_index_info(l.name) i WHERE l.partial=0 AND i.seqno=0 AND "
      "i.name=?2 COLLATE NOCASE");
  if (!statement) return false;
  statement->bind(1, std::string_view(table.name));
  statement->bind(2, std::string_view(table.classIdColumn->name));
  return statement->step() == Step::Row;
}

}  // namespace premap::resolve
