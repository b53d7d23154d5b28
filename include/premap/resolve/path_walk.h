// Where a path leads by the snapshot's schemas alone: no row is read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "premap/base/text.h"
#include "premap/ecsql/compile.h"
#include "premap/resolve/census.h"

namespace premap::resolve {

/// The end of its relationship that a navigation property leads to: its own class is the other one.
const RelationshipEnd& otherEnd(const Property& navigation);

/// The classes with rows that it leads to; of null, or without a relationship, elements.
std::vector<const Class*> targetsOf(const Property* navigation, ClassCensus& census);

/// The names between the dots.
std::vector<std::string> segmentsOf(std::string_view path);

struct PathLeaf {
  const Class* owner = nullptr;  ///< class the path ends on
  const Property* property = nullptr;
  size_t end = 0;  ///< segments the schemas know; those after it are members of JSON text
};

/// All ends of a path from any of several classes; when there is none, how far it got.
struct PathWalk {
  bool isFound = false;
  std::vector<PathLeaf> leaves;  ///< empty for system properties and members of navigation values
  size_t failedAt = 0;           ///< first segment nothing has
  bool isIntoScalar = false;     ///< the value before it has no parts
  std::string failedOn;          ///< the class, or with isIntoScalar the property, that was asked for it
  std::set<std::string, LessIgnoreCase> candidates;  ///< what could stand in its place
};
/// Of paths that may start at any class of the snapshot: most mappings repeat a few of them.
class AnyClassWalks {
 public:
  const PathWalk& walk(const std::string& path, ClassCensus& census);

 private:
  std::map<std::string, PathWalk, LessIgnoreCase> walks_;
};

/// From a column of a query that has the first name.
PathWalk walkColumn(const ecsql::ResultColumn& column, const std::vector<std::string>& segments, ClassCensus& census);

PathWalk walkPath(const std::vector<const Class*>& from, const std::vector<std::string>& segments, ClassCensus& census);

}  // namespace premap::resolve
