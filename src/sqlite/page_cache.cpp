// Pieces of a file by where they start, and by when they were used last; windows grow where reads go on.
#include "premap/sqlite/page_cache.h"

#include <algorithm>
#include <cstring>

namespace premap {

struct PageCache::Piece {
  uint64_t start = 0, length = 0, room = 0;
  uint64_t window = 0;  // what was asked for; the end of the file, or the next piece, may have cut it
  uint32_t holds = 0;
  std::unique_ptr<std::byte[]> bytes;

  uint64_t end() const { return start + length; }
  bool has(uint64_t offset) const { return offset >= start && offset - start < length; }
};

PageCache::Hold::Hold(Piece* piece, const std::byte* data) : piece_(piece), data_(data) {
  ++piece->holds;
}

PageCache::Hold::~Hold() {
  if (piece_) --piece_->holds;
}

PageCache::PageCache(ByteSource& source, uint32_t pageSize, Options options)
    : source_(source), unit_(std::max<uint32_t>(pageSize, 4096)), options_(options) {
  options_.first = std::max<uint32_t>(options_.first, static_cast<uint32_t>(unit_));
  options_.most = std::max(options_.most, options_.first);
}

PageCache::~PageCache() = default;

PageCache::Hold PageCache::hold(uint64_t offset, uint32_t length) {
  Piece* piece = find(offset);
  if (!piece || piece->end() - offset < length) return {};
  ++readCount_, bytesRead_ += length;
  return Hold(piece, piece->bytes.get() + (offset - piece->start));
}

bool PageCache::read(uint64_t offset, std::span<std::byte> out) {
  ++readCount_, bytesRead_ += out.size();
  while (!out.empty()) {
    const Piece* piece = find(offset);
    if (!piece) return false;
    const auto part = static_cast<size_t>(std::min<uint64_t>(out.size(), piece->end() - offset));
    std::memcpy(out.data(), piece->bytes.get() + (offset - piece->start), part);
    offset += part;
    out = out.subspan(part);
  }
  return true;
}

PageCache::Piece* PageCache::find(uint64_t offset) {
  if (last_ && last_->has(offset)) return last_;
  const auto next = pieces_.upper_bound(offset);
  if (next != pieces_.begin()) {
    const Order::iterator at = std::prev(next)->second;
    if ((*at)->has(offset)) {
      order_.splice(order_.end(), order_, at);
      return last_ = at->get();
    }
  }
  return last_ = fetch(offset);
}

// Twice the window of the piece that ends here, or not far before.
uint64_t PageCache::windowAt(uint64_t start, Pieces::iterator next) const {
  if (next == pieces_.begin()) return options_.first;
  const Piece& before = **std::prev(next)->second;
  const uint64_t near = std::max<uint64_t>(options_.first, before.window / 4);
  return start - before.end() <= near ? std::min<uint64_t>(before.window * 2, options_.most) : options_.first;
}

PageCache::Piece* PageCache::fetch(uint64_t offset) {
  if (offset >= source_.size()) return nullptr;
  const uint64_t start = offset - offset % unit_;
  const auto next = pieces_.upper_bound(start);
  const uint64_t window = windowAt(start, next);
  uint64_t length = std::min(window, source_.size() - start);
  if (next != pieces_.end()) length = std::min(length, next->first - start);
  std::unique_ptr<Piece> piece = pieceOf(length);
  if (!piece) return nullptr;
  const auto readFirst = [&](uint64_t count) {
    length = count;
    return source_.readAt(start, {piece->bytes.get(), static_cast<size_t>(count)});
  };
  // What was only read ahead may be what cannot be read.
  if (!readFirst(length) && (length <= unit_ || source_.hasChanged() || !readFirst(unit_))) return nullptr;
  ++fetchCount_;
  bytesFetched_ += length;
  std::memset(piece->bytes.get() + length, 0, kSlack);
  piece->start = start, piece->length = length, piece->window = window;
  kept_ += piece->room;
  order_.push_back(std::move(piece));
  pieces_.emplace(start, std::prev(order_.end()));
  return order_.back().get();
}

// Room for so many bytes: of the pieces that are forgotten for it, the memory of one that fits is taken over.
std::unique_ptr<PageCache::Piece> PageCache::pieceOf(uint64_t length) {
  std::unique_ptr<Piece> found;
  for (auto oldest = order_.begin(); kept_ + length > options_.capacity && oldest != order_.end();) {
    std::unique_ptr<Piece>& piece = *oldest;
    if (piece->holds > 0) {
      ++oldest;
      continue;
    }
    if (last_ == piece.get()) last_ = nullptr;
    kept_ -= piece->room;
    pieces_.erase(piece->start);
    if (piece->room == length) found = std::move(piece);
    oldest = order_.erase(oldest);
  }
  if (found) return found;
  found = std::make_unique<Piece>();
  found->bytes.reset(new (std::nothrow) std::byte[static_cast<size_t>(length + kSlack)]);
  found->room = length;
  return found->bytes ? std::move(found) : nullptr;
}

}  // namespace premap
