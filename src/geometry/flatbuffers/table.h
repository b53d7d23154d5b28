// FlatBuffers tables, read without trust: every offset and every count is held against the buffer.
//
//   Buffer buffer(payload);
//   const Table root = buffer.root();
//   const double a = root.number<double>(0, 0.0);       // field 0, or its default
//   if (buffer.isBroken()) …                            // some offset led outside: nothing read since may be used
//
// A broken buffer answers defaults and empty vectors, so a reader asks once, at its end. Shared subtables could make a
// small buffer look like an endless one; no writer shares them, so what is read in all may not exceed twice the buffer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "geometry/stream/bytes.h"

namespace premap::geometry {

class Table;

class Buffer {
 public:
  explicit Buffer(std::span<const std::byte> bytes) : bytes_(bytes), budget_(2 * bytes.size() + 64) {}
  Table root();
  bool isBroken() const { return isBroken_; }
  void markBroken() { isBroken_ = true; }

  /// Whether `size` bytes lie at `at`; breaks the buffer when they do not.
  bool holds(size_t at, size_t size) {
    if (at <= bytes_.size() && size <= bytes_.size() - at) return true;
    isBroken_ = true;
    return false;
  }
  /// Counts bytes as read; breaks the buffer when that is more than it can hold.
  bool spend(size_t size);
  template <class T>
  T at(size_t place) const {
    return load<T>(bytes_.data() + place);
  }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
  size_t budget_;
  bool isBroken_ = false;
};

/// A vector of numbers; copied out, as nothing tells how they are aligned.
template <class T>
class NumberVector {
 public:
  NumberVector() = default;
  NumberVector(const std::byte* begin, size_t count) : begin_(begin), count_(count) {}
  size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  T operator[](size_t i) const { return load<T>(begin_ + i * sizeof(T)); }
  std::span<const std::byte> bytes() const { return {begin_, count_ * sizeof(T)}; }

 private:
  const std::byte* begin_ = nullptr;
  size_t count_ = 0;
};

class Table {
 public:
  Table() = default;  ///< every field absent
  Table(Buffer& buffer, size_t place);

  bool isThere() const { return buffer_ != nullptr; }
  bool has(unsigned field) const { return fieldPlace(field) != 0; }

  template <class T>
  T number(unsigned field, T absent) const {
    const size_t place = fieldPlace(field);
    return place != 0 && buffer_->holds(place, sizeof(T)) ? buffer_->template at<T>(place) : absent;
  }
  /// A struct of doubles that stands in the table, and whether the table has it.
  template <size_t N>
  bool doubles(unsigned field, std::array<double, N>& out) const {
    const size_t place = fieldPlace(field);
    if (place == 0 || !buffer_->holds(place, N * sizeof(double))) return false;
    for (size_t i = 0; i < N; ++i) out[i] = buffer_->template at<double>(place + i * sizeof(double));
    return true;
  }
  /// A bool at the end of a struct: one byte, behind `skipped` bytes; those after it are not initialised by the writer.
  bool boolInStruct(unsigned field, size_t skipped) const;
  /// 0 when the table has no such struct.
  int32_t intInStruct(unsigned field, size_t skipped) const;

  Table table(unsigned field) const;
  template <class T>
  NumberVector<T> numbers(unsigned field) const {
    const auto [begin, count] = vector(field, sizeof(T));
    if (count == 0 || !buffer_->spend(count * sizeof(T))) return {};
    return NumberVector<T>(buffer_->bytes().data() + begin, count);
  }
  /// How many numbers of four bytes a vector has, which need not be read for that.
  size_t intCount(unsigned field) const { return vector(field, sizeof(int32_t)).count; }
  size_t tableCount(unsigned field) const { return vector(field, sizeof(uint32_t)).count; }
  Table tableAt(unsigned field, size_t index) const;

  Buffer* buffer() const { return buffer_; }

 private:
  struct Extent {
    size_t begin = 0, count = 0;
  };
  size_t fieldPlace(unsigned field) const;
  Extent vector(unsigned field, size_t itemSize) const;
  /// Where the u32 at `place` leads; 0 when outside.
  size_t follow(size_t place) const;

  Buffer* buffer_ = nullptr;
  size_t place_ = 0, vtable_ = 0, vtableSize_ = 0;
};

}  // namespace premap::geometry
