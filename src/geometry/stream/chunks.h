// The container of a geometry stream: chunks of packed bytes, which joined are a head and op codes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "premap/geometry/outcome.h"

namespace premap::geometry {

/// The op codes of a GeometryStream blob, in `ops`, which is emptied first (and whose memory is used again).
Refusal unpackStream(std::span<const std::byte> blob, std::vector<std::byte>& ops);

}  // namespace premap::geometry
