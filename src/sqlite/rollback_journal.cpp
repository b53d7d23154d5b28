// A journal holds pages as they were: those of whole records are laid back over the file, as a rollback would.
#include <algorithm>
#include <array>
#include <cstring>

#include "logs.h"
#include "premap/sqlite/file_format.h"

namespace premap {
namespace {

constexpr unsigned char kMagic[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
constexpr uint32_t kSegmentHeaderSize = 28;
constexpr uint32_t kCountFromSize = 0xffffffff;

bool isMagic(const std::byte* bytes) {
  return std::memcmp(bytes, kMagic, sizeof kMagic) == 0;
}

Diagnostic unreadable(const std::string& why) {
  return error("file-log-unreadable", "the rollback journal (-journal) cannot be read: " + why)
      .withHint(kHowToFinishLog);
}

struct SegmentHeader {
  uint32_t recordCount, nonce, pageCount, sectorSize, pageSize;
};

/// Reads a journal as a rollback would play it back: segment by segment, up to the first record that is not whole.
class JournalReader {
 public:
  JournalReader(ByteSource& journal, uint32_t pageSize) : journal_(journal), pageSize_(pageSize) {}

  Result<LogContent> read() {
    std::array<std::byte, 1> first{};
    if (journal_.size() == 0) return LogContent{};
    if (!journal_.readAt(0, first)) return unreadable("its bytes could not be fetched");
    if (first[0] == std::byte{0}) return LogContent{};  // ended: the journal was kept for the next transaction
    if (namesOthers()) return unreadable("its transaction was over several files, and they tell whether it ended");
    std::optional<SegmentHeader> header = segmentAt(0);
    if (!header || !takeSizes(*header)) return LogContent{std::nullopt, "it does not start as a rollback journal does"};
    PageIndex index(pageSize_, pageSize_ + 8);
    const uint32_t pageCount = header->pageCount;
    for (uint64_t offset = 0; header; header = segmentAt(offset = nextSector()))
      if (!readSegment(*header, offset, pageCount, index)) break;
    if (failed_) return unreadable("its bytes could not be fetched");
    index.finish();
    return LogContent{LoggedPages{std::move(index), pageCount}, ""};
  }

 private:
  bool fetch(uint64_t offset, std::span<std::byte> out) {
    if (offset > journal_.size() || out.size() > journal_.size() - offset) return false;
    if (journal_.readAt(offset, out)) return true;
    failed_ = true;
    return false;
  }

  // The name of a super-journal ends the file of a transaction over several: length, sum of its bytes, magic.
  bool namesOthers() {
    std::array<std::byte, 16> end;
    if (journal_.size() < end.size() || !fetch(journal_.size() - end.size(), end) || !isMagic(end.data() + 8))
      return false;
    const uint32_t length = bigEndian32(end.data());
    std::vector<std::byte> name(std::min<uint32_t>(length, 4096));
    if (length == 0 || length > name.size() || length > journal_.size() - end.size()) return false;
    if (!fetch(journal_.size() - end.size() - length, name)) return false;
    uint32_t sum = bigEndian32(end.data() + 4);
    for (std::byte byte : name) sum -= static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(byte)));
    return sum == 0;
  }

  std::optional<SegmentHeader> segmentAt(uint64_t offset) {
    std::array<std::byte, kSegmentHeaderSize> bytes;
    if (offset + std::max(sectorSize_, kSegmentHeaderSize) > journal_.size()) return std::nullopt;
    if (!fetch(offset, bytes) || !isMagic(bytes.data())) return std::nullopt;
    const auto field = [&](int index) { return bigEndian32(bytes.data() + 8 + 4 * index); };
    return SegmentHeader{field(0), field(1), field(2), field(3), field(4)};
  }

  // The first segment's sizes hold for all.
  bool takeSizes(const SegmentHeader& header) {
    if (header.pageSize != 0) pageSize_ = header.pageSize;
    sectorSize_ = header.sectorSize;
    const bool isSector = sectorSize_ >= 32 && sectorSize_ <= 65536 && (sectorSize_ & (sectorSize_ - 1)) == 0;
    return isSector && isPageSize(pageSize_) && sectorSize_ <= journal_.size();
  }

  uint64_t nextSector() const { return (position_ + sectorSize_ - 1) / sectorSize_ * sectorSize_; }

  // False when a record ends the journal.
  bool readSegment(const SegmentHeader& header, uint64_t offset, uint32_t pageCount, PageIndex& index) {
    const uint32_t recordSize = pageSize_ + 8;
    position_ = offset + sectorSize_;
    const uint64_t mostRecords = (journal_.size() - position_) / recordSize;
    const uint64_t count = header.recordCount == kCountFromSize ? mostRecords : header.recordCount;
    std::vector<std::byte> record(recordSize);
    index.beginRun(position_ + 4);
    for (uint64_t i = 0; i < count; ++i, position_ += recordSize) {
      if (!fetch(position_, record)) return false;
      const uint32_t page = bigEndian32(record.data());
      if (page == 0 || page == lockPage(pageSize_)) return false;
      // A page that the transaction added is not put back, and so not checked either.
      if (page <= pageCount && !isWhole(record, header.nonce)) return false;
      index.add(page);
    }
    return true;
  }

  // A sum over every 200th byte, from the page's end.
  bool isWhole(std::span<const std::byte> record, uint32_t nonce) const {
    uint32_t sum = nonce;
    for (uint32_t at = pageSize_; at > 200;) sum += static_cast<uint32_t>(record[4 + (at -= 200)]);
    return sum == bigEndian32(record.data() + 4 + pageSize_);
  }

  ByteSource& journal_;
  uint32_t pageSize_, sectorSize_ = 0;
  uint64_t position_ = 0;
  bool failed_ = false;
};

}  // namespace

Result<LogContent> readRollbackJournal(ByteSource& journal, uint32_t pageSize) {
  return JournalReader(journal, pageSize).read();
}

}  // namespace premap
