// ClassCensus: which classes have rows in a table of this snapshot, so that a plan joins only tables that can matter.
//
//   ClassCensus census(catalog);
//   for (const Class* cls : census.present(elementClass)) ...   // classes with at least one element in the file
//
// One per open snapshot, kept as long as it is open: a table is asked once.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "premap/schema/catalog.h"

namespace premap::resolve {

/// The table that has a row for every instance of the class; null when it has no physical one.
const Table* primaryTableOf(const Class& cls);

class ClassCensus {
 public:
  explicit ClassCensus(const Catalog& catalog) : catalog_(catalog) {}
  /// The class and its subclasses, without those that have no row; by id. Abstract and unmapped classes fall out.
  /// Cost: one statement for each table not asked before, stepping an index once for each class (nothing is read
  /// and every mapped class is kept when the table has no index on its class ids).
  const std::vector<const Class*>& present(const Class& cls);
  /// Ids of the classes with rows in the table, by id; null when it has no index on its class ids. Cost: as above.
  const std::set<int64_t>* classIdsIn(const Table& table);
  const Catalog& catalog() const { return catalog_; }

 private:
  struct TableCensus {
    bool isKnown = false;
    std::set<int64_t> classIds;
  };
  const TableCensus& censusOf(const Table& table);
  bool hasClassIdIndex(const Table& table);
  const Catalog& catalog_;
  std::map<int64_t, TableCensus> tables_;
  std::map<int64_t, std::vector<const Class*>> present_;  ///< by class id, as asked for before
};

}  // namespace premap::resolve
