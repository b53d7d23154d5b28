// A page comes out of the log when the index has it there, else out of the file: nothing is copied or written.
#include "page_overlay.h"

#include <algorithm>
#include <cstring>

namespace premap {
namespace {

int64_t entryOf(uint32_t page, uint32_t record) {
  return static_cast<int64_t>(static_cast<uint64_t>(page) << 32 | record);
}
uint32_t pageOf(int64_t entry) {
  return static_cast<uint32_t>(static_cast<uint64_t>(entry) >> 32);
}
uint32_t recordOf(int64_t entry) {
  return static_cast<uint32_t>(entry);
}

class PageOverlay final : public ByteSource {
 public:
  PageOverlay(std::unique_ptr<ByteSource> main, std::unique_ptr<ByteSource> log, PageIndex index, uint32_t pageCount)
      : main_(std::move(main)), log_(std::move(log)), index_(std::move(index)), pageCount_(pageCount) {}

  uint64_t size() const override { return uint64_t{pageCount_} * index_.pageSize(); }

  bool readAt(uint64_t offset, std::span<std::byte> out) override {
    if (offset > size() || out.size() > size() - offset) return false;
    const uint32_t pageSize = index_.pageSize();
    while (!out.empty()) {
      const auto within = static_cast<uint32_t>(offset % pageSize);
      auto page = static_cast<uint32_t>(offset / pageSize + 1);
      const uint64_t inLog = index_.find(page);
      size_t length = pageSize - within;
      if (!inLog)  // what lies together in the file is read together
        while (length < out.size() && !index_.find(++page)) length += pageSize;
      const std::span<std::byte> part = out.first(std::min(out.size(), length));
      if (!(inLog ? log_->readAt(inLog + within, part) : readMain(offset, part))) return false;
      offset += part.size();
      out = out.subspan(part.size());
    }
    return true;
  }

  bool hasChanged() const override { return main_->hasChanged() || log_->hasChanged(); }

 private:
  // A page that was added to the file and never written, as free pages are, is in neither.
  bool readMain(uint64_t offset, std::span<std::byte> out) {
    const uint64_t end = main_->size();
    const size_t there = offset >= end ? 0 : static_cast<size_t>(std::min<uint64_t>(out.size(), end - offset));
    std::memset(out.data() + there, 0, out.size() - there);
    return there == 0 || main_->readAt(offset, out.first(there));
  }

  std::unique_ptr<ByteSource> main_, log_;
  PageIndex index_;
  uint32_t pageCount_;
};

}  // namespace

void PageIndex::add(uint32_t page) {
  entries_.push_back(entryOf(page, count_++));
}

void PageIndex::cutTo(uint32_t count) {
  count_ = count;
  entries_.resize(count);
}

void PageIndex::finish() {
  std::sort(entries_.begin(), entries_.end());
  size_t kept = 0;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const bool isNewest = i + 1 == entries_.size() || pageOf(entries_[i]) != pageOf(entries_[i + 1]);
    if (isNewest) entries_[kept++] = entries_[i];
  }
  entries_.resize(kept);
  entries_.shrink_to_fit();
}

uint64_t PageIndex::find(uint32_t page) const {
  const auto entry = std::lower_bound(entries_.begin(), entries_.end(), entryOf(page, 0));
  if (entry == entries_.end() || pageOf(*entry) != page) return 0;
  const uint32_t record = recordOf(*entry);
  auto run = std::upper_bound(runs_.begin(), runs_.end(), record,
                              [](uint32_t wanted, const Run& candidate) { return wanted < candidate.first; });
  --run;
  return run->offset + uint64_t{record - run->first} * recordSize_;
}

std::unique_ptr<ByteSource> makePageOverlay(std::unique_ptr<ByteSource> main, std::unique_ptr<ByteSource> log,
                                            PageIndex index, uint32_t pageCount) {
  return std::make_unique<PageOverlay>(std::move(main), std::move(log), std::move(index), pageCount);
}

}  // namespace premap
