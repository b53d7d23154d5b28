// Integrals that have a formula: smooth ones end after one look, and what is not smooth is not taken for it.
#include "geometry/math/quadrature.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "catch.h"

namespace premap::geometry {
namespace {

struct Known {
  std::string name;
  std::function<double(double)> f;
  double a, b, integral;
};

// Evaluations that it took.
int integrateAndCount(const Known& known) {
  int count = 0;
  const auto [sum] = integrate<1>([&](double t) { return ++count, std::array{known.f(t)}; }, known.a, known.b);
  INFO(known.name);
  CHECK(std::abs(sum - known.integral) <= 1e-10 * std::max(1.0, std::abs(known.integral)));
  return count;
}

}  // namespace

TEST_CASE("Smooth integrals end after one look, and are right to the last digits", "[geometry]") {
  const Known all[] = {
      {"sine of a quarter turn", [](double t) { return std::sin(t); }, 0, std::numbers::pi / 2, 1},
      {"exponential", [](double t) { return std::exp(t); }, 0, 1, std::numbers::e - 1},
      {"speed of a parabola", [](double t) { return std::sqrt(1 + t * t); }, 0, 1,
       (std::sqrt(2.0) + std::asinh(1.0)) / 2},
      {"polynomial", [](double t) { return std::pow(t, 9); }, 0, 2, 102.4},
      {"nothing", [](double) { return 0.0; }, 0, 1, 0},
  };
  for (const Known& known : all) CHECK(integrateAndCount(known) == 15);
}

TEST_CASE("Bends, jumps, cusps and waves are looked at until they are right", "[geometry]") {
  constexpr double pi = std::numbers::pi;
  const Known all[] = {
      {"a bend", [](double t) { return std::abs(t - 0.3); }, 0, 1, 0.29},
      {"a bend near the end", [](double t) { return std::abs(t - 0.987); }, 0, 1, (0.987 * 0.987 + 0.013 * 0.013) / 2},
      {"a slight bend", [](double t) { return 1 + 1e-6 * std::abs(t - 1 / pi); }, 0, 1,
       1 + 0.5e-6 * (1 / pi / pi + (1 - 1 / pi) * (1 - 1 / pi))},
      {"a root", [](double t) { return std::sqrt(t); }, 0, 1, 2.0 / 3},
      {"a cusp", [](double t) { return std::pow(std::abs(t - 0.4), 1.5); }, 0, 1,
       (std::pow(0.4, 2.5) + std::pow(0.6, 2.5)) / 2.5},
      {"waves", [](double t) { return std::cos(40 * t); }, 0, 1, std::sin(40.0) / 40},
      {"a peak", [](double t) { return 1 / (1 + 1e4 * (t - 0.5) * (t - 0.5)); }, 0, 1, 2 * std::atan(50.0) / 100},
      {"a pole nearby", [](double t) { return 1 / (t + 1e-3); }, 0, 1, std::log(1001.0)},
  };
  for (const Known& known : all) CHECK(integrateAndCount(known) > 15);
}

}  // namespace premap::geometry
