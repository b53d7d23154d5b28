// The three kinds of elements of the format, each held against what is left on both sides.
#include "premap/base/snappy.h"

#include <cstdint>
#include <cstring>

namespace premap {
namespace {

constexpr size_t kMostOfOneChunk = size_t{1} << 20;

class Unpacker {
 public:
  Unpacker(std::span<const std::byte> packed, std::vector<std::byte>& out)
      : in_(packed), out_(out), begin_(out.size()) {}

  bool run() {
    size_t size = 0;
    if (!readSize(size) || size > kMostOfOneChunk) return false;
    // Three bytes unpack to 64 at most: a size beyond that is a lie, and reserves nothing.
    if (size > in_.size() * 22) return false;
    out_.resize(begin_ + size);
    while (at_ < in_.size())
      if (!step()) return false;
    return written_ == size;
  }

 private:
  bool readSize(size_t& size) {
    for (int shift = 0; shift < 35 && at_ < in_.size(); shift += 7) {
      const auto byte = std::to_integer<size_t>(in_[at_++]);
      size |= (byte & 127) << shift;
      if (byte < 128) return true;
    }
    return false;
  }

  bool readNumber(size_t bytes, size_t& value) {
    if (in_.size() - at_ < bytes) return false;
    value = 0;
    for (size_t i = 0; i < bytes; ++i) value |= std::to_integer<size_t>(in_[at_++]) << (8 * i);
    return true;
  }

  bool step() {
    const auto tag = std::to_integer<size_t>(in_[at_++]);
    size_t offset = 0;
    switch (tag & 3) {
      case 0:
        return literal(tag >> 2);
      case 1:
        return readNumber(1, offset) && copy((tag >> 5) << 8 | offset, 4 + ((tag >> 2) & 7));
      case 2:
        return readNumber(2, offset) && copy(offset, 1 + (tag >> 2));
      default:
        return readNumber(4, offset) && copy(offset, 1 + (tag >> 2));
    }
  }

  // 60 to 63 say that the length follows in one to four bytes.
  bool literal(size_t lengthLess1) {
    if (lengthLess1 >= 60 && !readNumber(lengthLess1 - 59, lengthLess1)) return false;
    const size_t count = lengthLess1 + 1;
    if (count > in_.size() - at_ || count > room()) return false;
    std::memcpy(&out_[begin_ + written_], &in_[at_], count);
    at_ += count, written_ += count;
    return true;
  }

  bool copy(size_t offset, size_t count) {
    if (offset == 0 || offset > written_ || count > room()) return false;
    std::byte* to = out_.data() + begin_ + written_;
    // Eight at a time where what is written too much is written over later. Source and target may overlap, which is how
    // a run of bytes is told that repeat.
    if (offset >= kWord && room() - count >= kWord) {
      for (size_t i = 0; i < count; i += kWord) std::memcpy(to + i, to + i - offset, kWord);
    } else {
      for (size_t i = 0; i < count; ++i) to[i] = *(to + i - offset);
    }
    written_ += count;
    return true;
  }

  static constexpr size_t kWord = 8;
  size_t room() const { return out_.size() - begin_ - written_; }

  std::span<const std::byte> in_;
  std::vector<std::byte>& out_;
  size_t begin_, at_ = 0, written_ = 0;
};

}  // namespace

bool unpackSnappy(std::span<const std::byte> packed, std::vector<std::byte>& out) {
  return Unpacker(packed, out).run();
}

bool unpackChunks(std::span<const std::byte> blob, std::vector<std::byte>& out) {
  while (!blob.empty()) {
    if (blob.size() < 2) return false;
    const size_t size = std::to_integer<size_t>(blob[0]) | std::to_integer<size_t>(blob[1]) << 8;
    if (size < 2 || size > blob.size() || !unpackSnappy(blob.subspan(2, size - 2), out)) return false;
    blob = blob.subspan(size);
  }
  return true;
}

}  // namespace premap
