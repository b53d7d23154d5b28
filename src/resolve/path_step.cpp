// One step at a time: a property, then what its value's shape allows behind it. Plan, validator and suggestions all
// go by these steps.
#include "premap/resolve/path_step.h"

#include <algorithm>

#include "premap/base/text.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

namespace {

using Names = std::span<const std::string>;
using Kind = PathStep::Kind;

const ValueShape* findMember(const ValueShape& shape, std::string_view name) {
  for (const ValueShape& member : shape.members)
    if (equalsIgnoreCase(member.name, name)) return &member;
  return nullptr;
}

const Property* memberOf(const Property* property, const std::string& name) {
  if (!property || !property->structClass) return nullptr;
  for (const Property* member : property->structClass->properties)
    if (equalsIgnoreCase(member->name, name)) return member;
  return nullptr;
}

PathStep& fail(PathStep& step, Reason reason) {
  step.kind = Kind::Fail;
  step.reason = reason;
  return step;
}

// R12a, A31: `id` and `relClassName` belong to the navigation value itself.
PathStep& intoNavigation(PathStep& step, Names left, const IsNavigationMember& isMember) {
  const bool isId = equalsIgnoreCase(left[0], "id"), isName = equalsIgnoreCase(left[0], "relClassName");
  const bool isOwn = (isId || isName) && (!isMember || !step.property || isMember(*step.property, left[0]));
  if (!isOwn) {
    step.kind = Kind::Hop;
    step.left.assign(left.begin(), left.end());
    return step;
  }
  ++step.taken;
  if (left.size() > 1) return fail(step, Reason::PathIntoScalar);
  step.kind = isId ? Kind::NavigationId : Kind::RelationshipName;
  step.shape = scalar(isId ? ValueKind::Id : ValueKind::ClassId);
  step.offset += isId ? 0 : 1;
  step.access += isId ? ".Id" : ".RelECClassId";
  return step;
}

// R12c, R12d: what is left of the path behind the value, and the column that is read.
PathStep& intoValue(PathStep& step, const ValueShape& shape, Names left, const ResolveOptions& options) {
  step.kind = Kind::Value;
  step.shape = shape;
  const bool isText = shape.kind == ValueKind::String || shape.kind == ValueKind::Json;
  // What has no type of its own may be text on some row.
  if (left.empty() || isText || shape.kind == ValueKind::Any || shape.kind == ValueKind::Null) {
    step.left.assign(left.begin(), left.end());
    return step;
  }
  const bool isPoint = shape.kind == ValueKind::Point2d || shape.kind == ValueKind::Point3d;
  if (isPoint && options.pathIntoPoints && left.size() == 1 && left[0].size() == 1) {
    const int offset = toLower(left[0])[0] - 'x';
    if (offset >= 0 && offset < shape.columnCount) {
      step.shape = scalar(ValueKind::Double);
      step.access += std::string(".") + "XYZ"[offset];
      step.offset += offset;
      ++step.taken;
      return step;
    }
  }
  return fail(step, Reason::PathIntoScalar);
}

PathStep& into(PathStep& step, const ValueShape& whole, Names names, const ResolveOptions& options,
               const IsNavigationMember& isMember) {
  const ValueShape* shape = &whole;
  size_t at = 0;
  for (; at < names.size() && shape->kind == ValueKind::Struct; ++at) {  // R12b
    const ValueShape* inner = findMember(*shape, names[at]);
    if (!inner) {
      step.structClass = step.member ? step.member->structClass : nullptr;
      return fail(step, Reason::PropertyMissing);
    }
    step.member = memberOf(step.member, names[at]);
    step.offset += inner->column;
    step.access += '.' + inner->name;
    ++step.taken;
    shape = inner;
  }
  const Names left = names.subspan(at);
  if (shape->kind == ValueKind::Navigation && !left.empty()) return intoNavigation(step, left, isMember);
  return intoValue(step, *shape, left, options);
}

}  // namespace

PathStep stepFrom(const Catalog& catalog, const Class& cls, Names names, const ResolveOptions& options,
                  const IsNavigationMember& isMember) {
  PathStep step;
  const bool isId = equalsIgnoreCase(names[0], "ECInstanceId");
  if (isId || equalsIgnoreCase(names[0], "ECClassId")) {
    step.taken = 1;
    if (names.size() > 1) return fail(step, Reason::PathIntoScalar);
    step.kind = isId ? Kind::Id : Kind::ClassId;
    step.shape = scalar(isId ? ValueKind::Id : ValueKind::ClassId);
    return step;
  }
  step.property = step.member = catalog.findProperty(cls, names[0]);
  if (!step.property) return fail(step, Reason::PropertyMissing);  // E3, A37
  step.access = step.property->name;
  step.taken = 1;
  into(step, shapeOf(*step.property), names.subspan(1), options, isMember);
  return step;
}

PathStep stepInto(const ValueShape& shape, const Property* property, Names names, const ResolveOptions& options,
                  const IsNavigationMember& isMember) {
  PathStep step;
  step.property = step.member = property;
  into(step, shape, names, options, isMember);
  return step;
}

}  // namespace premap::resolve
