// SlicedSort: a stable sort that can be left when its time is over, and gone on with later.
//
//   SlicedSort sort(begin, end);                   // of some uint32_t
//   while (!sort.advance(deadline, isLess)) answerOthers();
//
// Pieces are sorted whole, then merged, some thousand steps at a time. `isLess` must tell any two apart.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "premap/preview/cursor.h"

namespace premap {

class SlicedSort {
 public:
  SlicedSort(uint32_t* begin, uint32_t* end) : data_(begin), size_(static_cast<size_t>(end - begin)) {}

  /// True when they are sorted. Some of it is done in any case.
  template <class Less>
  bool advance(Deadline* deadline, Less isLess) {
    while (sorted_ < size_) {
      std::sort(data_ + sorted_, data_ + std::min(sorted_ + kPiece, size_), isLess);
      sorted_ += kPiece;
      if (sorted_ < size_ && deadline && deadline->passedNow()) return false;
    }
    for (; width_ < size_; width_ *= 2, start_ = 0, isBuffered_ = false)
      if (!mergePairs(deadline, isLess)) return false;
    return true;
  }

 private:
  static constexpr size_t kPiece = 16384, kStride = 16384;

  // All pairs of neighbours of this width: the left one waits in the buffer, so that merging never overtakes it.
  template <class Less>
  bool mergePairs(Deadline* deadline, Less isLess) {
    for (; start_ + width_ < size_; start_ += 2 * width_, isBuffered_ = false) {
      if (!isBuffered_) beginPair();
      while (left_ < buffer_.size()) {
        mergeSome(isLess);
        if (deadline && deadline->passedNow()) return false;
      }
    }
    return true;
  }

  void beginPair() {
    buffer_.assign(data_ + start_, data_ + start_ + width_);
    left_ = 0, out_ = start_, right_ = start_ + width_, end_ = std::min(start_ + 2 * width_, size_);
    isBuffered_ = true;
  }

  template <class Less>
  void mergeSome(Less isLess) {
    for (size_t step = 0; step < kStride && left_ < buffer_.size(); ++step) {
      const bool takesRight = right_ < end_ && isLess(data_[right_], buffer_[left_]);
      data_[out_++] = takesRight ? data_[right_++] : buffer_[left_++];
    }
  }

  uint32_t* data_;
  size_t size_, sorted_ = 0, width_ = kPiece;
  size_t start_ = 0;  // of the pair at work
  bool isBuffered_ = false;
  std::vector<uint32_t> buffer_;
  size_t left_ = 0, right_ = 0, end_ = 0, out_ = 0;
};

}  // namespace premap
