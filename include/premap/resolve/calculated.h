// Calculated properties: which are measured of the geometry, and those of the box (contract, section 7).
#pragma once

#include <array>
#include <optional>

#include "premap/geometry/measure.h"
#include "premap/mapping/vocabulary.h"

namespace premap::resolve {

/// Length, Area, Volume: what is measured of the geometry itself.
std::optional<geometry::Quantity> quantityOf(CalculatedPropertyType type);

/// True for the seven measures of the element-aligned box; Length, Area and Volume need the geometry itself.
bool isBoxMeasure(CalculatedPropertyType type);

/// The measure, in metres, of a box given by its corners in the element's own frame. Nothing for a box turned inside
/// out, which is how an empty range is stored.
std::optional<double> boxMeasure(CalculatedPropertyType type, const std::array<double, 3>& low,
                                 const std::array<double, 3>& high);

}  // namespace premap::resolve
