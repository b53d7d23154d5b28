// The one kind of IGeometry whose text is known from the native engine: a line from one point to another.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace premap {

/// x, y, z of both ends; none: it is another kind, or no geometry.
std::optional<std::array<double, 6>> lineSegmentIn(std::span<const std::byte> geometry);

}  // namespace premap
