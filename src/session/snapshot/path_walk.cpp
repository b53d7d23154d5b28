#include "session/snapshot/path_walk.h"

#include <algorithm>

namespace premap {

namespace {

constexpr std::string_view kSystemProperties[] = {"ECInstanceId",    "ECClassId",          "SourceECInstanceId",
                                                  "SourceECClassId", "TargetECInstanceId", "TargetECClassId"};

class Walker {
 public:
  Walker(const std::vector<std::string>& segments, resolve::ClassCensus& census)
      : segments_(segments), census_(census) {}

  PathWalk take() { return std::move(walk_); }

  void enter(const Class& cls, size_t at) {
    if (!visited_.emplace(&cls, at).second) return;
    for (std::string_view system : kSystemProperties) {
      if (!equalsIgnoreCase(system, segments_[at])) continue;
      walk_.isFound = true;
      return;
    }
    const Property* property = census_.catalog().findProperty(cls, segments_[at]);
    if (property) follow(cls, *property, at + 1);
    else missAt(at, cls.fullName('.'), cls.properties);
  }

 private:
  void follow(const Class& owner, const Property& property, size_t at) {
    if (at == segments_.size()) return found(owner, property, at);
    if (property.kind == PropertyKind::Navigation) return followNavigation(property, at);
    if (property.kind == PropertyKind::Struct && property.structClass) {
      const Property* member = census_.catalog().findProperty(*property.structClass, segments_[at]);
      if (member) return follow(owner, *member, at + 1);
      return missAt(at, property.structClass->fullName('.'), property.structClass->properties);
    }
    const bool isText = property.kind == PropertyKind::Primitive && property.primitive == PrimitiveType::String;
    if (isText) return found(owner, property, at);
    if (miss(at, property.name)) walk_.isIntoScalar = true;
  }

  void followNavigation(const Property& property, size_t at) {
    const bool isMember = equalsIgnoreCase(segments_[at], "id") || equalsIgnoreCase(segments_[at], "relClassName");
    walk_.isFound = walk_.isFound || isMember;
    if (isMember || !property.relationship) return;
    const RelationshipEnd& end =
        property.navigationForward ? property.relationship->target : property.relationship->source;
    for (const Class* constraint : end.classes) {
      const std::vector<const Class*>& present = census_.present(*constraint);
      for (const Class* target : present.empty() ? census_.catalog().selfAndDerived(*constraint) : present)
        enter(*target, at);
    }
  }

  void found(const Class& owner, const Property& property, size_t end) {
    walk_.isFound = true;
    walk_.leaves.push_back({&owner, &property, end});
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
  resolve::ClassCensus& census_;
  PathWalk walk_;
  std::set<std::pair<const Class*, size_t>> visited_;
};

}  // namespace

std::vector<std::string> segmentsOf(std::string_view path) {
  std::vector<std::string> segments;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    segments.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return segments;
}

const PathWalk& AnyClassWalks::walk(const std::string& path, resolve::ClassCensus& census) {
  const auto [found, isNew] = walks_.try_emplace(path);
  if (isNew) found->second = walkPath(census.catalog().classes(), segmentsOf(path), census);
  return found->second;
}

PathWalk walkPath(const std::vector<const Class*>& from, const std::vector<std::string>& segments,
                  resolve::ClassCensus& census) {
  Walker walker(segments, census);
  for (const Class* cls : from) walker.enter(*cls, 0);
  return walker.take();
}

}  // namespace premap
