// RowCondition: what a row must fulfil to stay in a view, by what its cells are rather than by how they read. Each asks
// for what a profile or the facts of groups have counted, by the same rules: so many rows as were counted fulfil it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "premap/resolve/verdict.h"

namespace premap {

struct RowCondition {
  enum class Kind : uint8_t {
    Value,    ///< the cell is one of `values`
    Range,    ///< the cell is a number, or a text, from one on and below another
    Empty,    ///< it has no value, because of `reason` of `entry`
    Aspects,  ///< it is an element that owns `least` to `most` instances of `aspect`, which an entry of the column names
    Filled,   ///< it has one, from `entry` and `source`; with `isLossy` one that was not kept whole (A10)
    Class,    ///< the row is of one of the classes named in `values`
    Repeated,  ///< an earlier row has its id (A19)
    Element,   ///< it is an element
    InGroup,   ///< its element is in the table of `group`
  };
  Kind kind = Kind::Value;
  bool isNot = false;               ///< Repeated, Element, InGroup: the others
  size_t column = 0;                ///< of the first five, in the table
  std::vector<std::string> values;  ///< Value: keys of values (appendValueKey)
  std::optional<double> from, below;
  std::optional<std::string> textFrom, textBelow;
  std::optional<resolve::Reason> reason;
  std::optional<int> entry;  ///< -1: none
  std::optional<resolve::Source> source;
  bool isLossy = false;
  std::string group;
  std::string aspect;
  int64_t least = 0, most = 0;

  bool isOfColumn() const { return kind <= Kind::Filled; }
};

}  // namespace premap
