// Triangles of every element of shapes.bim against what the native engine draws for it, as tests/fixtures/geometry has
// it; and streams with changed bytes, of which nothing worse than a refusal may come.
#include "premap/geometry/tessellate.h"

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "catch.h"
#include "geometry/elements.h"
#include "geometry/stream/chunks.h"
#include "geometry/streams.h"
#include "geometry/tessellate/triangulate.h"
#include "premap/geometry/measure.h"

using namespace premap;
using namespace premap::geometry;
using Json = nlohmann::json;

namespace {

struct Range {
  Vec3 low{INFINITY, INFINITY, INFINITY}, high{-INFINITY, -INFINITY, -INFINITY};
  void add(const Vec3& p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
};

/// All of an element in the world, parts included.
struct Scene {
  double area = 0, lineLength = 0, volume = 0;
  size_t triangles = 0, refused = 0, against = 0;  ///< against: corners whose normal looks to the other side
  Range range;
  size_t openEdges = 0;  ///< edges without one that runs the other way
};

/// Points at one place are one.
class Welder {
 public:
  explicit Welder(double grain) : grain_(grain) {}
  size_t at(const Vec3& p) {
    const Cell cell = {std::llround(p.x / grain_ / 4), std::llround(p.y / grain_ / 4), std::llround(p.z / grain_ / 4)};
    for (int64_t dx = -1; dx <= 1; ++dx)
      for (int64_t dy = -1; dy <= 1; ++dy)
        for (int64_t dz = -1; dz <= 1; ++dz)
          if (const auto found = cells_.find({cell[0] + dx, cell[1] + dy, cell[2] + dz}); found != cells_.end())
            if (distance(found->second.second, p) <= grain_) return found->second.first;
    cells_[cell] = {count_, p};
    return count_++;
  }

 private:
  using Cell = std::array<int64_t, 3>;
  double grain_;
  size_t count_ = 0;
  std::map<Cell, std::pair<size_t, Vec3>> cells_;
};

Vec3 normalIn(const Transform& f, const Vec3& n) {
  return cross(f.y, f.z) * n.x + cross(f.z, f.x) * n.y + cross(f.x, f.y) * n.z;
}

class SceneMaker {
 public:
  SceneMaker(PartBytes parts, Tolerance tolerance) : parts_(std::move(parts)), tessellator_({tolerance, true}) {}

  Scene make(std::span<const std::byte> blob, const Transform& frame) {
    Scene scene;
    const std::vector<std::byte> copy(blob.begin(), blob.end());
    add(copy, frame, 0, scene);
    return scene;
  }

 private:
  void add(const std::vector<std::byte>& blob, const Transform& frame, int depth, Scene& scene) {
    const Drawing drawing = tessellator_.draw(blob);
    scene.refused += drawing.refused;
    addTriangles(drawing, frame, scene);
    for (size_t i = 0; i < drawing.lines.size(); i += 2) {
      const Vec3 a = frame.point(drawing.points[drawing.lines[i]]),
                 b = frame.point(drawing.points[drawing.lines[i + 1]]);
      scene.lineLength += distance(a, b), scene.range.add(a), scene.range.add(b);
    }
    for (const DrawnPart& part : drawing.parts) {
      const auto bytes = depth < 4 ? parts_(part.part) : std::span<const std::byte>{};
      if (!bytes.empty()) add({bytes.begin(), bytes.end()}, frame * part.frame, depth + 1, scene);
    }
  }

  static void addTriangles(const Drawing& d, const Transform& frame, Scene& scene) {
    std::map<std::pair<size_t, size_t>, int> edges;
    const Vec3 base = d.points.empty() ? Vec3{} : frame.point(d.points[0]);
    Range local;
    for (const Vec3& p : d.points) local.add(p);
    Welder welder(1e-8 * (1e-3 + distance(local.low, local.high)));
    for (size_t i = 0; i < d.triangles.size(); i += 3) {
      Vec3 p[3];
      for (size_t k = 0; k < 3; ++k) p[k] = frame.point(d.points[d.triangles[i + k]]), scene.range.add(p[k]);
      // A frame that mirrors turns triangles and normals.
      const double sign = frame.determinant() < 0 ? -1 : 1;
      const Vec3 n = cross(p[1] - p[0], p[2] - p[0]) * sign;
      scene.area += length(n) / 2, ++scene.triangles;
      scene.volume += sign * dot(cross(p[0] - base, p[1] - base), p[2] - base) / 6;
      for (size_t k = 0; k < 3; ++k) {
        const size_t a = welder.at(d.points[d.triangles[i + k]]), b = welder.at(d.points[d.triangles[i + (k + 1) % 3]]);
        if (a != b) {
          ++edges[{a, b}], --edges[{b, a}];
        }
        const Vec3 normal = normalIn(frame, d.normals[d.triangles[i + k]]) * sign;
        if (dot(normal, n) < -1e-6 * length(n) && length(n) > 1e-12) ++scene.against;
      }
    }
    for (const auto& [edge, count] : edges) scene.openEdges += count > 0;
  }

  PartBytes parts_;
  Tessellator tessellator_;
};

const Json& records() {
  static const Json all = [] {
    std::ifstream file(std::string(PREMAP_GEOMETRY) + "/shapes.json");
    return Json::parse(file)["elements"];
  }();
  return all;
}

std::map<std::string, Scene> scenesAt(const Tolerance& tolerance) {
  auto file = GeometricElements::open(std::string(PREMAP_FIXTURES) + "/shapes.bim");
  REQUIRE(file);
  SceneMaker maker(file->parts(), tolerance);
  std::map<std::string, Scene> out;
  for (const GeometricElement& e : file->all())
    out[e.code] = maker.make(e.stream, Transform::fromAngles(e.placement.origin, e.placement.angles));
  return out;
}

// Not closed: on one of its edges hangs a facet without area.
const std::set<std::string> kNotClosed = {"mesh-degenerate-facet"};

bool isNear(const Vec3& a, const Json& b, double size) {
  return distance(a, {b[0].get<double>(), b[1].get<double>(), b[2].get<double>()}) <= 0.005 * size;
}

void checkRange(const Scene& scene, const Json& wanted) {
  const Json &low = wanted[0], &high = wanted[1];
  const double size =
      std::hypot(high[0].get<double>() - low[0].get<double>(), high[1].get<double>() - low[1].get<double>(),
                 high[2].get<double>() - low[2].get<double>());
  CHECK(isNear(scene.range.low, low, size));
  CHECK(isNear(scene.range.high, high, size));
}

}  // namespace

TEST_CASE("triangles and lines are where the engine draws them", "[geometry][tessellate]") {
  const auto scenes = scenesAt({});
  size_t compared = 0;
  for (const Json& record : records()) {
    const std::string code = record["code"];
    // The engine draws nothing in 2d.
    if (record["kind"] == "2d" || scenes.count(code) == 0) continue;
    const Scene& scene = scenes.at(code);
    const Json& wanted = record["graphics"];
    INFO(code);
    CHECK(scene.against == 0);
    const double area = wanted["area"], lines = wanted["lineLength"];
    INFO(scene.area << " and " << scene.lineLength << ", the engine has " << area << " and " << lines);
    CHECK(std::abs(scene.area - area) <= 0.005 * area);
    CHECK(std::abs(scene.lineLength - lines) <= 0.005 * lines);
    if (area + lines > 0) checkRange(scene, wanted["range"]), ++compared;
  }
  CHECK(compared >= 190);
}

TEST_CASE("what is closed is drawn closed, and seen from outside", "[geometry][tessellate]") {
  const std::set<std::string> kinds = {"solid", "mesh", "brep", "far", "appearance", "raw"};
  for (const Tolerance& tolerance : {Tolerance{}, Tolerance{0.01, 0.5}, Tolerance{0.001, 0.1}}) {
    const auto scenes = scenesAt(tolerance);
    auto file = GeometricElements::open(std::string(PREMAP_FIXTURES) + "/shapes.bim");
    Measurer measurer(file->parts());
    std::map<std::string, double> volumes;
    for (const GeometricElement& e : file->all())
      volumes[e.code] = measurer.measure(e.stream, e.placement).exact.volume;
    size_t closed = 0;
    for (const Json& record : records()) {
      const std::string code = record["code"];
      const double volume = volumes[code];
      if (volume == 0 || kinds.count(record["kind"]) == 0 || kNotClosed.count(code) > 0) continue;
      const Scene& scene = scenes.at(code);
      INFO(code << " at " << tolerance.angle << ": volume " << scene.volume << " of " << volume);
      CHECK(scene.openEdges == 0);
      CHECK(std::abs(scene.volume - volume) <= 0.07 * volume);
      ++closed;
    }
    CHECK(closed >= 80);
  }
}

TEST_CASE("polygons with holes are cut into triangles of their area", "[geometry][tessellate]") {
  const Polygon outer = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  const auto square = [](double x, double y) { return Polygon{{x, y}, {x, y + 1}, {x + 1, y + 1}, {x + 1, y}}; };
  std::vector<Polygon> polygons = {outer};
  for (int i = 0; i < 16; ++i) polygons.push_back(square(1 + 2 * (i % 4), 1 + 2 * (i / 4)));
  const auto triangles = triangulate(polygons, depthsOf(polygons));
  REQUIRE(triangles);
  std::vector<Vec2> corners;
  for (const Polygon& p : polygons) corners.insert(corners.end(), p.begin(), p.end());
  double area = 0;
  for (size_t i = 0; i < triangles->size(); i += 3) {
    const double one =
        signedArea({corners[(*triangles)[i]], corners[(*triangles)[i + 1]], corners[(*triangles)[i + 2]]});
    CHECK(one >= 0);
    area += one;
  }
  CHECK(area == Catch::Approx(84));
  CHECK(triangles->size() / 3 == corners.size() + 2 * 16 - 2);
}

TEST_CASE("an extrusion of a loop that does not close is open on that side", "[geometry][tessellate]") {
  const auto area = [](bool isCapped) {
    const made::Piece loop = made::collection(2, {made::lineString({0, 0, 0, 3, 0, 0, 3, 2, 0, 0, 2, 0})});
    const made::Piece extrusion = made::table(
        {made::reference(0, loop), made::structOf(1, {0, 0, 3}), made::scalar(2, static_cast<uint8_t>(isCapped))});
    const Drawing d = Tessellator(DrawOptions{}).draw(made::stream({made::op(11, made::geometry(10, extrusion))}));
    double sum = 0;
    for (size_t i = 0; i < d.triangles.size(); i += 3) {
      const Vec3 &a = d.points[d.triangles[i]], &b = d.points[d.triangles[i + 1]], &c = d.points[d.triangles[i + 2]];
      sum += length(cross(b - a, c - a)) / 2;
    }
    return sum;
  };
  CHECK(area(false) == Catch::Approx(24));
  CHECK(area(true) == Catch::Approx(24 + 2 * 6));
}

TEST_CASE("where a surface has no direction, normals are those of its triangles", "[geometry][tessellate]") {
  // Knots so near to each other that slopes are beyond all numbers.
  const made::Piece surface =
      made::table({made::reference(0, made::numbers<double>({0, 0, 0, 2, 0, 0, 0, 3, 0, 2, 3, 0})),
                   made::reference(2, made::numbers<double>({0, 0, 1e-312, 1e-312})),
                   made::reference(3, made::numbers<double>({0, 0, 1, 1})), made::scalar(4, int32_t{2}),
                   made::scalar(5, int32_t{2}), made::scalar(6, int32_t{2}), made::scalar(7, int32_t{2})});
  Tessellator tessellator(DrawOptions{});
  const Drawing d = tessellator.draw(made::stream({made::op(12, made::geometry(14, surface))}));
  CHECK(d.triangles.size() == 6);
  for (const Vec3& n : d.normals) CHECK((n == Vec3{0, 0, 1}));
}

TEST_CASE("of changed streams is drawn what can be read of them", "[geometry][tessellate]") {
  auto file = GeometricElements::open(std::string(PREMAP_FIXTURES) + "/shapes.bim");
  REQUIRE(file);
  uint32_t seed = 7;
  const auto random = [&](size_t below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<size_t>(seed >> 8) % below;
  };
  Tessellator tessellator({{0.001, 0.1}, true});
  const char* wanted = std::getenv("PREMAP_DAMAGED");
  const int rounds = wanted ? std::atoi(wanted) : 4;
  size_t refused = 0;
  for (const GeometricElement& e : file->all()) {
    std::vector<std::byte> ops;
    REQUIRE(unpackStream(e.stream, ops) == Refusal::None);
    for (int round = 0; round < rounds; ++round) {
      made::Bytes changed(ops.begin(), ops.end());
      for (size_t k = 0; k <= random(6); ++k) changed[random(changed.size())] = static_cast<std::byte>(random(256));
      const Drawing d = tessellator.draw(made::stream({changed}));
      refused += d.refused + (d.stream != Refusal::None);
      CHECK(d.points.size() == d.normals.size());
      CHECK(d.triangles.size() + d.points.size() <= 3 * kMostCorners);
      for (const uint32_t corner : d.triangles) REQUIRE(corner < d.points.size());
      for (const uint32_t end : d.lines) REQUIRE(end < d.points.size());
      CHECK(std::all_of(d.normals.begin(), d.normals.end(), isFinite));
    }
  }
  CHECK(refused > 50);
}
