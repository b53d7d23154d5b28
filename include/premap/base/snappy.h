// Snappy, and the chunks of it that a snapshot's geometry streams are packed in.
//
// Snappy's raw block format: a length, then literals and copies from what was written before.
//
// Own code, because what a stream needs of the format is these few lines: no compressor, no framing, no checksums. The
// library would bring all of them, and every platform's tuning, into the download.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace premap {

/// Appends what `packed` holds to `out`. False when it is damaged or holds more than 2^20 bytes; `out` is
/// then of no use.
bool unpackSnappy(std::span<const std::byte> packed, std::vector<std::byte>& out);

/// Of chunks one behind the other: each its size in two bytes, which count themselves, then what is
/// packed. False as above.
bool unpackChunks(std::span<const std::byte> blob, std::vector<std::byte>& out);

}  // namespace premap
