// Little-endian numbers at places that need not be aligned. Both targets are little-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace premap::geometry {

template <class T>
T load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace premap::geometry
