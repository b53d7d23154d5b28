// Random mappings over a snapshot: groups with the rows a naive reader finds for them, columns with entries that mostly
// aim at something.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "premap/resolve/plan.h"
#include "resolve/naive_resolver.h"

namespace premap::test {

/// A group's query, and the same rows in SQL over the stored tables.
struct GroupCase {
  struct Column {
    std::string access, name;
    enum Kind {
      Id,
      ClassId,
      ClassNumber,
      ClassText,
      Text,
      Integer,
      Double,
      Boolean,
      Navigation,
      RelationshipOfLast
    } kind = Text;
    const NaiveProperty* navigation = nullptr;
  };
  std::string query, sql;
  std::vector<Column> columns;   ///< one for each column of `sql`
  std::vector<int64_t> classes;  ///< what paths should aim at
  int64_t cls = 0;               ///< of the plain case of a class: which, and how ECSQL calls it
  std::string from;
};

struct RandomGroup {
  GroupCase rows;
  Json properties;  ///< GroupProperty nodes
};

class MappingMaker {
 public:
  MappingMaker(NaiveFile& file, uint32_t seed);
  /// One group, or two or three of one name.
  std::vector<RandomGroup> groups();
  /// Mostly the defaults; `told` is them as JSON.
  resolve::ResolveOptions options(std::string& told);
  size_t below(size_t limit) { return limit ? random_() % limit : 0; }
  /// More ways to ask for the elements of every class: ONLY, WHERE, other orders, windows, ids that come twice.
  void addQueriesOfClasses();

 private:
  /// Rows come by id with and without an `order`; only without one the plan makes use of it.
  GroupCase ofClass(int64_t cls, const std::string& order);
  void addBuildingCases();
  RandomGroup group(size_t index);
  Json property(const GroupCase& rows, size_t index);
  void addFormulas(Json& properties);
  Json entry(const GroupCase& rows);
  Json aspectEntry();
  Json written(const std::string& schema, const std::string& name, const std::string& path);
  std::string path(int64_t cls, int depth);
  std::string anyCase(std::string text);
  template <class List>
  const auto& pick(const List& list) {
    return list[random_() % list.size()];
  }

  NaiveFile& file_;
  std::mt19937 random_;
  std::vector<GroupCase> cases_;
  std::vector<int64_t> aspectClasses_;
};

/// The rows of a group, in the query's order, without those that are left out.
std::vector<NaiveRow> naiveRows(NaiveFile& file, const NaiveResolver& resolver, const GroupCase& rows,
                                const resolve::ResolveOptions& options, int64_t limit, int64_t offset,
                                size_t& queryRows, const std::optional<resolve::IdRange>& ids = std::nullopt);

}  // namespace premap::test
