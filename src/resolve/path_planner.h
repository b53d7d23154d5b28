// Where paths lead (R12, R13): the instances a row reaches through navigation properties and aspects, and for each
// class met there the slots its value is in.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "premap/resolve/census.h"
#include "resolve/plan_data.h"
#include "resolve/slot_table.h"

namespace premap::resolve {

class PathPlanner {
 public:
  PathPlanner(PlanData& data, ClassCensus& census, SlotTable& slots)
      : data_(data), census_(census), catalog_(census.catalog()), slots_(slots) {}

  /// The table of a path from a node, made the first time it is asked for; it has no class yet.
  PathTable* pathTable(int node, std::vector<std::string> segments);
  /// Prepares the path for instances of one class.
  void ensure(PathTable& table, const Class& cls);
  /// Prepares the path for every class the node's instance may have.
  void ensureAll(PathTable& table);
  /// The node of an aspect class. -1: the snapshot has no such aspect.
  int aspectNode(const Class& named);
  /// How the rest of a path is read from a column of the query.
  Access queriedAccess(int queryColumn, const std::vector<std::string>& rest);
  /// Prepares the paths beyond navigation properties, for all classes met there; once, after everything else.
  void followPaths();

 private:
  Access hop(int node, std::vector<std::string> left);
  int addNode(Node node);
  void addTargets(Node& node, const Property* navigation);
  void addEmptyPrimaries(Node& node, const RelationshipEnd& end);
  int queryNavigationNode(int queryColumn, const Property* navigation);
  int navigationNode(int parent, const Class& cls, const Property& navigation);
  Access accessOf(const Class& cls, int node, const std::vector<std::string>& segments);
  bool isNavigationMember(const Property& navigation, const std::string& name);

  PlanData& data_;
  ClassCensus& census_;
  const Catalog& catalog_;
  SlotTable& slots_;
  std::map<std::string, int> navigations_;
  std::map<std::string, PathTable*> tableIndexes_;
  std::set<std::pair<int, const Property*>> targeted_;
};

}  // namespace premap::resolve
