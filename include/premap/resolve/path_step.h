// What a path means on a class (R12), by the schemas alone. The planner turns the answer into columns to read; the
// rules about mappings tell by it which paths can never have a value. Nobody else takes a path apart.
//
//   PathStep step = stepFrom(catalog, cls, names, options);
//   step.kind == PathStep::Kind::Hop       // follow step.property, then step from the class found there with step.left
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "premap/resolve/options.h"
#include "premap/resolve/verdict.h"
#include "premap/schema/catalog.h"
#include "premap/schema/value.h"

namespace premap::resolve {

struct PathStep {
  enum class Kind : uint8_t {
    Fail,              ///< no value, for `reason`
    Id,                ///< of the instance
    ClassId,           ///< of the instance
    Value,             ///< of a property, or of a member of it
    NavigationId,      ///< the `id` of a navigation value
    RelationshipName,  ///< its `relClassName`
    Hop                ///< `left` goes on at the instance that the navigation property names
  };
  Kind kind = Kind::Fail;
  Reason reason = Reason::PropertyMissing;
  const Property* property = nullptr;  ///< the class's own with which the path begins; null for Id and ClassId
  const Property* member = nullptr;    ///< the innermost that was found: `property`, or a member of its struct
  const Class* structClass = nullptr;  ///< of Fail: the struct that lacks the name
  ValueShape shape;                    ///< of Value: what is read
  std::string access;                  ///< access string of `member`
  int offset = 0;                      ///< of Value: the column within those of `access`
  size_t taken = 0;                    ///< names that were understood; of Fail: those before the one that was not
  std::vector<std::string> left;       ///< of Hop: the names behind it; of Value: members of JSON text
};

/// Is a name behind a navigation property `id` or `relClassName` of its value (A31)? Asked for those two names only.
using IsNavigationMember = std::function<bool(const Property& navigation, const std::string& name)>;

/// `names`: at least one. Without `isMember` the two names always belong to the navigation value.
PathStep stepFrom(const Catalog& catalog, const Class& cls, std::span<const std::string> names,
                  const ResolveOptions& options, const IsNavigationMember& isMember = {});

/// The rest of a path from a value of this shape, with columns counted from its first; `property`: where it comes from,
/// null when that is not known.
PathStep stepInto(const ValueShape& shape, const Property* property, std::span<const std::string> names,
                  const ResolveOptions& options, const IsNavigationMember& isMember = {});

}  // namespace premap::resolve
