// Aspects in SQL (R9): which rows of which table are the aspects of an element.
#pragma once

#include <string>

#include "resolve/plan_data.h"

namespace premap::resolve {

/// The aspects of a node's classes in one of their tables; names are quoted.
struct AspectTable {
  std::string name, id, owner;  ///< owner: the column of the element's id; empty when the classes map none
  std::string classId;          ///< empty when the table has but one class
  std::string classes;          ///< list of class ids
  int64_t oneClass = 0;         ///< of a table with but one class

  /// The condition that a row is of the classes, with " AND " before it; empty when every row is. Elements have few
  /// aspects, classes have many: the plus keeps SQLite from the index of the classes. `alias`: "", or the table's alias
  /// and a dot.
  std::string andOfClasses(const std::string& alias = {}) const {
    return classId.empty() ? std::string() : " AND +" + alias + classId + " IN " + classes;
  }
  /// The condition that a row is of one element, and of the classes.
  std::string of(const std::string& element, const std::string& alias = {}) const {
    return alias + owner + "=" + element + andOfClasses(alias);
  }
};

AspectTable aspectTable(const PlanData& data, const Node& node, const Table& table);

/// What a slot shows of the column it stands for.
std::string shownSql(const Slot& slot, const std::string& column);

}  // namespace premap::resolve
