// Seven measures of a box from its two corners, in the contract's order of operations, so that the last bit is the
// same on every host.
#include "premap/resolve/calculated.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace premap::resolve {

namespace {

// As the contract writes it; std::hypot rounds differently from one host to the next.
double diagonal(double a, double b, double c = 0) {
  return std::sqrt(a * a + b * b + c * c);
}

}  // namespace

std::optional<geometry::Quantity> quantityOf(CalculatedPropertyType type) {
  switch (type) {
    case CalculatedPropertyType::Length:
      return geometry::Quantity::Length;
    case CalculatedPropertyType::Area:
      return geometry::Quantity::Area;
    case CalculatedPropertyType::Volume:
      return geometry::Quantity::Volume;
    default:
      return std::nullopt;
  }
}

bool isBoxMeasure(CalculatedPropertyType type) {
  return boxMeasure(type, {0, 0, 0}, {1, 1, 1}).has_value();
}

std::optional<double> boxMeasure(CalculatedPropertyType type, const std::array<double, 3>& low,
                                 const std::array<double, 3>& high) {
  std::array<double, 3> edges;
  for (size_t i = 0; i < 3; ++i) edges[i] = high[i] - low[i];
  std::sort(edges.begin(), edges.end(), std::greater<>());
  if (!(edges[2] >= 0) || !std::isfinite(edges[0])) return std::nullopt;
  auto [longest, middle, shortest] = edges;
  switch (type) {
    case CalculatedPropertyType::BoundingBoxLongestEdgeLength:
      return longest;
    case CalculatedPropertyType::BoundingBoxIntermediateEdgeLength:
      return middle;
    case CalculatedPropertyType::BoundingBoxShortestEdgeLength:
      return shortest;
    case CalculatedPropertyType::BoundingBoxDiagonalLength:
      return diagonal(longest, middle, shortest);
    case CalculatedPropertyType::BoundingBoxLongestFaceDiagonalLength:
      return diagonal(longest, middle);
    case CalculatedPropertyType::BoundingBoxIntermediateFaceDiagonalLength:
      return diagonal(longest, shortest);
    case CalculatedPropertyType::BoundingBoxShortestFaceDiagonalLength:
      return diagonal(middle, shortest);
    case CalculatedPropertyType::Undefined:
    case CalculatedPropertyType::Length:
    case CalculatedPropertyType::Area:
    case CalculatedPropertyType::Volume:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace premap::resolve
