// Follows a path through all classes it may meet, and remembers how far it got: that is what a fault is told by.
#include "premap/resolve/path_walk.h"

#include <algorithm>
#include <span>

#include "premap/resolve/path_step.h"

namespace premap::resolve {

namespace {

class Walker {
 public:
  Walker(const std::vector<std::string>& segments, ClassCensus& census) : segments_(segments), census_(census) {}

  PathWalk take() { return std::move(walk_); }

  void enter(const Class& cls, size_t at) {
    if (!visited_.emplace(&cls, at).second) return;
    const std::span<const std::string> names = std::span(segments_).subspan(at);
    go(cls, stepFrom(census_.catalog(), cls, names, ResolveOptions()), at);
  }

  void enter(const ecsql::ResultColumn& column) {
    const std::span<const std::string> names = std::span(segments_).subspan(1);
    const PathStep step = stepInto(column.shape, column.property, names, ResolveOptions());
    // What is known of nothing may hold anything.
    if (step.kind == PathStep::Kind::Hop && !step.property) walk_.isFound = true;
    else if (step.kind == PathStep::Kind::Hop) follow(*step.property, 1 + step.taken);
    else if (step.kind != PathStep::Kind::Fail) walk_.isFound = true;
  }

 private:
  void go(const Class& cls, const PathStep& step, size_t at) {
    switch (step.kind) {
      case PathStep::Kind::Fail:
        return fail(cls, step, at);
      case PathStep::Kind::Hop:
        return follow(*step.property, at + step.taken);
      case PathStep::Kind::Value:
        return found(cls, step, at + step.taken);
      default:
        walk_.isFound = true;
    }
  }

  void fail(const Class& cls, const PathStep& step, size_t from) {
    const size_t at = from + step.taken;
    if (step.reason == Reason::PathIntoScalar) {
      const bool hasName = step.member && step.member->kind != PropertyKind::Navigation;
      if (miss(at, hasName ? step.member->name : segments_[at - 1])) walk_.isIntoScalar = true;
      return;
    }
    const Class& lacking = step.structClass ? *step.structClass : cls;
    missAt(at, lacking.fullName('.'), lacking.properties);
  }

  void follow(const Property& property, size_t at) {
    const std::vector<const Class*> targets = targetsOf(&property, census_);
    for (const Class* target : targets) enter(*target, at);
    if (!targets.empty() || !property.relationship) return;
    for (const Class* constraint : otherEnd(property).classes)
      for (const Class* target : census_.catalog().selfAndDerived(*constraint)) enter(*target, at);
  }

  void found(const Class& cls, const PathStep& step, size_t end) {
    walk_.isFound = true;
    walk_.leaves.push_back({&cls, step.member, end});
  }

  void missAt(size_t at, const std::string& on, const std::vector<const Property*>& properties) {
    if (!miss(at, on)) return;
    for (const Property* property : properties) walk_.candidates.insert(property->name);
  }

  // The furthest miss is the one that tells most.
  bool miss(size_t at, const std::string& on) {
    if (at < walk_.failedAt) return false;
    if (at > walk_.failedAt) walk_.candidates.clear(), walk_.failedOn.clear();
    if (walk_.failedOn.empty()) walk_.failedOn = on;
    walk_.failedAt = at;
    walk_.isIntoScalar = false;
    return true;
  }

  const std::vector<std::string>& segments_;
  ClassCensus& census_;
  PathWalk walk_;
  std::set<std::pair<const Class*, size_t>> visited_;
};

}  // namespace

const RelationshipEnd& otherEnd(const Property& navigation) {
  return navigation.navigationForward ? navigation.relationship->target : navigation.relationship->source;
}

std::vector<const Class*> targetsOf(const Property* navigation, ClassCensus& census) {
  const Catalog& catalog = census.catalog();
  std::vector<const Class*> targets;
  auto add = [&](const Class* base, bool isPolymorphic = true) {
    if (!base) return;
    for (const Class* cls : census.present(*base))
      if (isPolymorphic || cls == base) targets.push_back(cls);
  };
  if (!navigation || !navigation->relationship) return add(catalog.findClass("BisCore", "Element")), targets;
  const RelationshipEnd& end = otherEnd(*navigation);
  for (const Class* constraint : end.classes) add(constraint, end.polymorphic);
  // The repository model models the root subject, though the relationship's constraint does not let in subjects.
  const Class* models = catalog.findClass("BisCore", "ModelModelsElement");
  if (models && navigation->navigationForward && catalog.isA(*navigation->relationship, *models))
    add(catalog.findClass("BisCore", "Subject"));
  return targets;
}

std::vector<std::string> segmentsOf(std::string_view path) {
  std::vector<std::string> segments;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    segments.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return segments;
}

const PathWalk& AnyClassWalks::walk(const std::string& path, ClassCensus& census) {
  const auto [found, isNew] = walks_.try_emplace(path);
  if (isNew) found->second = walkPath(census.catalog().classes(), segmentsOf(path), census);
  return found->second;
}

PathWalk walkColumn(const ecsql::ResultColumn& column, const std::vector<std::string>& segments, ClassCensus& census) {
  Walker walker(segments, census);
  walker.enter(column);
  return walker.take();
}

PathWalk walkPath(const std::vector<const Class*>& from, const std::vector<std::string>& segments,
                  ClassCensus& census) {
  Walker walker(segments, census);
  for (const Class* cls : from) walker.enter(*cls, 0);
  return walker.take();
}

}  // namespace premap::resolve
