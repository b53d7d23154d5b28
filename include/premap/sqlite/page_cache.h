// PageCache: the pieces of a file that were read last, in the engine's memory. SQLite's reads (vfs.h) and the page
// reader (premap/pages/) share it, so that what one of them fetched is there for the other.
//
//   PageCache cache(source, 4096);
//   if (PageCache::Hold page = cache.hold(5 * 4096, 4096)) use(page.data());   // in place; not copied
//
// Reads ahead: a read in a new place fetches little, and the window doubles only where a read goes on where an earlier
// piece ended, or shortly behind: the pages of tables that were filled together lie in turns. So lookups stay cheap
// while scans get fast, and several scans may run at once: every piece remembers its own window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "premap/sqlite/byte_source.h"

namespace premap {

class PageCache {
  struct Piece;

 public:
  struct Options {
    uint32_t first = 16 * 1024;           ///< bytes of the first read in a new place; at least a page
    uint32_t most = 512 * 1024;           ///< most bytes of one read
    uint64_t capacity = 8 * 1024 * 1024;  ///< bytes kept; what is held comes on top
  };

  /// Bytes that stay where they are as long as this lives. Empty where they could not be read.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept
        : piece_(std::exchange(other.piece_, nullptr)), data_(std::exchange(other.data_, nullptr)) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(piece_, other.piece_);
      std::swap(data_, other.data_);
      return *this;
    }
    ~Hold();
    const std::byte* data() const { return data_; }
    explicit operator bool() const { return data_ != nullptr; }

   private:
    friend class PageCache;
    Hold(Piece* piece, const std::byte* data);
    Piece* piece_ = nullptr;
    const std::byte* data_ = nullptr;
  };

  /// Behind a page that is held lie this many more bytes that may be read, whatever they are: whoever decodes numbers
  /// of up to 9 bytes checks afterwards where they ended.
  static constexpr uint32_t kSlack = 64;

  PageCache(ByteSource& source, uint32_t pageSize) : PageCache(source, pageSize, Options()) {}
  PageCache(ByteSource& source, uint32_t pageSize, Options options);
  ~PageCache();
  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;

  /// A page, or an aligned part of one. Empty when it is not wholly in the file, or could not be read.
  Hold hold(uint64_t offset, uint32_t length);
  /// Copies bytes from anywhere; false when they could not be read.
  bool read(uint64_t offset, std::span<std::byte> out);

  ByteSource& source() { return source_; }
  uint64_t bytesFetched() const { return bytesFetched_; }  ///< from the source
  uint64_t fetchCount() const { return fetchCount_; }
  /// What was asked for, whether it had to be fetched or not.
  uint64_t bytesRead() const { return bytesRead_; }
  uint64_t readCount() const { return readCount_; }
  uint64_t bytesKept() const { return kept_; }

 private:
  using Order = std::list<std::unique_ptr<Piece>>;
  using Pieces = std::map<uint64_t, Order::iterator>;  // by where they start; they never overlap

  Piece* find(uint64_t offset);
  Piece* fetch(uint64_t offset);
  uint64_t windowAt(uint64_t start, Pieces::iterator next) const;
  std::unique_ptr<Piece> pieceOf(uint64_t length);

  ByteSource& source_;
  uint64_t unit_;  // every piece starts at a multiple of it, which is a multiple of the page size
  Options options_;
  Order order_;  // what was used last is last
  Pieces pieces_;
  Piece* last_ = nullptr;
  uint64_t kept_ = 0, bytesFetched_ = 0, fetchCount_ = 0, bytesRead_ = 0, readCount_ = 0;
};

}  // namespace premap
