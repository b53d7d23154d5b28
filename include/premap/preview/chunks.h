// Chunks: a list that grows without ever copying what it holds, so that a million rows never lie in memory twice.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace premap {

template <class T>
class Chunks {
 public:
  void push(T value) {
    if (size_ % kChunk == 0) chunks_.emplace_back(new T[kChunk]);
    chunks_[size_ / kChunk][size_ % kChunk] = value;
    ++size_;
  }
  T& operator[](size_t at) { return chunks_[at / kChunk][at % kChunk]; }
  const T& operator[](size_t at) const { return chunks_[at / kChunk][at % kChunk]; }
  size_t size() const { return size_; }
  bool isEmpty() const { return size_ == 0; }

 private:
  static constexpr size_t kChunk = 8192;
  std::vector<std::unique_ptr<T[]>> chunks_;
  size_t size_ = 0;
};

}  // namespace premap
