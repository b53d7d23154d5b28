// Snappy's raw block format: a length, then literals and copies from what was written before.
//
// Own code, because what a stream needs of the format is these few lines: no compressor, no framing, no checksums. The
// library would bring all of them, and every platform's tuning, into the download.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace premap::geometry {

/// Appends what `packed` holds to `out`. False when it is damaged or holds more than 2^20 bytes; `out` is
/// then of no use.
bool unpackSnappy(std::span<const std::byte> packed, std::vector<std::byte>& out);

}  // namespace premap::geometry
