// The columns of a plan's SQL result: asked for by what they hold, each selected once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "resolve/plan_data.h"

namespace premap::resolve {

/// Every function answers the index of a slot; a value of several columns has the next ones too.
class SlotTable {
 public:
  explicit SlotTable(PlanData& data) : data_(data), catalog_(*data.catalog) {}

  /// One column of the group's query, by its place in the query's SQL.
  int queried(int queryColumn) { return queried(scalar(ValueKind::Integer), queryColumn); }
  /// The columns of a value the query selects.
  int queried(const ValueShape& shape, int first);
  /// The id or the class of the instance at a node.
  int ofNode(Slot::Kind kind, int node);
  /// The columns an instance of `cls` stores a value of `shape` in, less the first `offset`. -1: the class does not
  /// map it. `access` is the value's access string, `property` the one it belongs to.
  int stored(const Class& cls, int node, const ValueShape& shape, const std::string& access, const Property& property,
             int offset);

 private:
  int add(const std::string& key, std::vector<Slot> slots);
  bool isMeasured(const ValueShape& shape, int node) const;
  Slot storedLeaf(const Class& cls, int node, const std::string& access, const Property& property) const;

  PlanData& data_;
  const Catalog& catalog_;
  std::map<std::string, int> indexes_;
};

}  // namespace premap::resolve
