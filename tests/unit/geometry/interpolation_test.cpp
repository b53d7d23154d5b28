// Curves through points, against what @itwin/core-geometry, which knows nothing of this code, makes of the same.
#include "geometry/curves/interpolation.h"

#include "catch.h"
#include "geometry/streams.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;
namespace made = premap::geometry::made;

namespace {

made::Bytes opOf(const FitPoints& fit) {
  std::vector<double> points;
  for (const Vec3& p : fit.points) points.insert(points.end(), {p.x, p.y, p.z});
  const auto flag = [](unsigned field, bool isSet) { return made::scalar(field, int32_t{isSet}); };
  std::vector<made::Field> fields{made::scalar(0, int32_t{4}),
                                  made::scalar(1, uint8_t{fit.isClosed}),
                                  flag(2, fit.isByChord),
                                  flag(3, fit.isClosingStraight),
                                  flag(4, fit.isTangentByChord),
                                  flag(5, fit.hasNaturalEnds),
                                  made::reference(8, made::numbers(points))};
  const auto tangent = [&](unsigned field, const std::optional<Vec3>& t) {
    if (t) fields.push_back(made::structOf(field, {t->x, t->y, t->z}));
  };
  tangent(6, fit.startTangent), tangent(7, fit.endTangent);
  return made::op(10, made::geometry(16, made::table(fields)));
}

}  // namespace

TEST_CASE("curves through points go where others have them", "[geometry]") {
  const std::vector<Vec3> ring = {{0, 0, 0}, {2, 1, 0}, {4, 0, 0}, {6, 3, 0}, {3, 6, 1}, {0, 0, 0}};
  const std::vector<Vec3> five(ring.begin(), ring.end() - 1);
  const std::vector<Vec3> open = {{0, 0, 0}, {2, 1, 0}, {4, 0, 0}, {6, 3, 0}, {9, 0, 1}};
  const Vec3 up{0, 1, 0}, back{-1, 1, 0};
  struct Known {
    const char* name;
    FitPoints fit;
    double length;
    std::vector<Vec3> poles;  // the second of each cubic
  };
  const std::vector<Known> all = {
      {"closed by chord",
       {.points = ring, .isClosed = true, .isByChord = true},
       21.15292520943312,
       {{0.447256006516, 0.163420305326, -0.057525875417},
        {2.730248086635, 0.991993847358, 0.021166200964},
        {5.018668922116, -0.211869191631, -0.043760207214},
        {5.974501700132, 4.847034634334, 0.20988512582},
        {0.73901781185, 5.275366330065, 1.212716297297}}},
      {"closed evenly",
       {.points = ring, .isClosed = true},
       21.08405817106013,
       {{-0.090909090909, -1.090909090909, -0.272727272727},
        {2.818181818182, 1.272727272727, 0.090909090909},
        {4.818181818182, 0, -0.090909090909},
        {5.909090909091, 4.727272727273, 0.272727272727},
        {1.545454545455, 5.090909090909, 1.0}}},
      {"closed, its first point left out",
       {.points = five, .isClosed = true, .isByChord = true},
       21.15292520943312,
       {{0.447256006516, 0.163420305326, -0.057525875417},
        {2.730248086635, 0.991993847358, 0.021166200964},
        {5.018668922116, -0.211869191631, -0.043760207214},
        {5.974501700132, 4.847034634334, 0.20988512582},
        {0.73901781185, 5.275366330065, 1.212716297297}}},
      {"tangents by chord",
       {.points = open, .startTangent = up, .endTangent = back, .isTangentByChord = true},
       13.054919032559255,
       {{0, 0.7453559925, 0},
        {2.874436110427, 0.798904598727, 0.006382634512},
        {4.809862753295, 0.095175940492, -0.04116675564},
        {6.840228177959, 3.514480551927, 0.239971726921}}},
      {"tangents by parabola",
       {.points = open, .startTangent = up, .endTangent = back},
       13.238160833382112,
       {{0, 0.942809041582, 0},
        {2.869603632126, 0.749998629739, 0.006382634512},
        {4.841031301796, 0.092226487446, -0.04116675564},
        {6.658538601182, 3.686834593615, 0.239971726921}}},
      {"natural",
       {.points = open, .hasNaturalEnds = true},
       13.030750127663403,
       {{0.651712572396, 0.574657923032, -0.002099033787},
        {2.696574855207, 0.850684153936, 0.004198067574},
        {4.906178432413, 0.036450210983, -0.023692131979},
        {6.790902383621, 3.722671567843, 0.136458154833}}},
      {"natural, one tangent",
       {.points = open, .startTangent = up, .hasNaturalEnds = true},
       13.274718734177723,
       {{0, 0.942809041582, 0},
        {2.874055453484, 0.750425721701, 0.003626438626},
        {4.812317916806, 0.089471827063, -0.023389826328},
        {6.825916391215, 3.702892225528, 0.136345381828}}},
      {"in line",
       {.points = ring, .isClosingStraight = true},
       21.411667477054518,
       {{0.001340941932, -0.916029272377, -0.223108634777},
        {2.85048260591, 1.281834210083, 0.065517030781},
        {4.96219601131, -0.340723215405, -0.062820287361},
        {5.953291719897, 4.749914167835, 0.190874424219},
        {1.013243344513, 6.23601155894, 1.386742687209}}},
      {"in line, start given",
       {.points = ring, .startTangent = up, .isClosingStraight = true},
       23.09472718877138,
       {{0, 0.942809041582, 0},
        {2.85084239007, 0.783094804868, 0.005655413463},
        {4.962037677101, -0.12123742805, -0.036476320809},
        {5.953160963357, 4.931171283275, 0.212629962216},
        {1.014502249008, 4.490895045355, 1.177283607337}}},
      {"in line, end given",
       {.points = ring, .endTangent = back, .isClosingStraight = true},
       22.552509523281348,
       {{0.666666666667, -0.666666666667, 0},
        {2.6719710303, 1.214928467544, 0.005655413463},
        {5.040755582331, -0.311279262458, -0.036476320809},
        {6.01816827252, 4.77422975584, 0.212629962216},
        {0.388621557654, 6.00190469885, 1.177283607337}}},
      {"plain",
       {.points = ring},
       20.694824325131865,
       {{0.666666666667, 0.666666666667, 0},
        {2.668764914725, 0.850947032884, 0.004917871374},
        {5.061434406443, -0.113604948545, -0.031719317272},
        {5.897626027793, 4.669683670698, 0.184900151206},
        {1.170215730967, 6.271031528681, 1.357083301307}}},
  };
  Measurer measurer({});
  for (const Known& known : all) {
    INFO(known.name);
    const auto chain = interpolate(known.fit);
    REQUIRE(chain);
    REQUIRE(chain->cubics.size() == known.poles.size());
    for (size_t i = 0; i < known.poles.size(); ++i) CHECK(distance(chain->cubics[i][1], known.poles[i]) < 1e-10);
    const ElementMeasures m = measurer.measure(made::stream({opOf(known.fit)}), {});
    CHECK(m.refused == 0);
    CHECK(m.exact.length == Catch::Approx(known.length).epsilon(1e-9));
  }
}

TEST_CASE("a curve through few points, or through the same again, is what is left of it", "[geometry]") {
  const auto cubics = [](std::vector<Vec3> points, bool isClosed) {
    const auto chain = interpolate({.points = std::move(points), .isClosed = isClosed, .hasNaturalEnds = isClosed});
    REQUIRE(chain);
    for (const auto& cubic : chain->cubics)
      for (const Vec3& pole : cubic) CHECK(isFinite(pole));
    return chain->cubics.size();
  };
  const Vec3 a{0, 0, 0}, b{1, 0, 0}, c{1, 1, 0}, nearB{1, 1e-6, 0};
  CHECK(cubics({}, true) == 0);
  CHECK(cubics({a}, true) == 0);
  CHECK(cubics({a, a, a}, false) == 0);
  CHECK(cubics({a, b, nearB, b}, false) == 1);
  CHECK(cubics({a, b, a}, true) == 1);
  CHECK(cubics({a, b}, true) == 1);
  CHECK(cubics({a, b, c}, true) == 3);
  CHECK(cubics({a, b, c, {0, 1, 0}}, true) == 4);
}
