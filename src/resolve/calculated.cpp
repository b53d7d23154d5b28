#include "resolve/calculated.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace premap::resolve {

bool isBoxMeasure(CalculatedPropertyType type) {
  return type >= CalculatedPropertyType::BoundingBoxLongestEdgeLength;
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
      return std::hypot(longest, middle, shortest);
    case CalculatedPropertyType::BoundingBoxLongestFaceDiagonalLength:
      return std::hypot(longest, middle);
    case CalculatedPropertyType::BoundingBoxIntermediateFaceDiagonalLength:
      return std::hypot(longest, shortest);
    case CalculatedPropertyType::BoundingBoxShortestFaceDiagonalLength:
      return std::hypot(middle, shortest);
    default:
      return std::nullopt;
  }
}

}  // namespace premap::resolve
