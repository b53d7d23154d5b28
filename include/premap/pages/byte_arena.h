// ByteArena: bytes put one behind the other, in memory that is kept when it is emptied. What does not fit into memory
// is an answer, not the end of the program: a file may claim values of any size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace premap {

class ByteArena {
 public:
  /// So many bytes behind the last may be written and read, whatever they are: short values are copied without a loop.
  static constexpr size_t kSlack = 64;

  const std::byte* data() const { return bytes_.get(); }
  size_t size() const { return size_; }
  void clear() { size_ = 0; }

  /// Room for so many bytes at the end, which are then part of it; null when there is no memory for them.
  std::byte* extend(size_t count) {
    if (room_ - size_ < count + kSlack && !grow(count)) return nullptr;
    std::byte* at = bytes_.get() + size_;
    size_ += count;
    return at;
  }

 private:
  bool grow(size_t count) {
    const size_t least = size_ + count + kSlack;
    if (least < count) return false;
    for (size_t wanted : {std::max(least, room_ * 2), least}) {
      void* moved = std::realloc(bytes_.get(), wanted);
      if (!moved) continue;
      static_cast<void>(bytes_.release());
      bytes_.reset(static_cast<std::byte*>(moved));
      room_ = wanted;
      return true;
    }
    return false;
  }

  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<std::byte, Free> bytes_;
  size_t size_ = 0, room_ = 0;
};

}  // namespace premap
