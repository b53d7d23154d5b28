// Takes frame after frame while the running checksums hold, and keeps what the last whole commit covers.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "logs.h"

namespace premap {
namespace {

constexpr uint32_t kHeaderSize = 32, kFrameHeaderSize = 24;
constexpr uint32_t kMagic = 0x377f0682, kVersion = 3007000;
constexpr size_t kBytesAtOnce = 256 * 1024;

/// The running checksum of a log: each frame's goes on from the one before.
class Checksum {
 public:
  explicit Checksum(bool isBigEndian) : isSwapped_(isBigEndian != (std::endian::native == std::endian::big)) {}

  /// A multiple of 8 bytes.
  void add(std::span<const std::byte> bytes) {
    for (size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      first_ += word(bytes.data() + i) + second_;
      second_ += word(bytes.data() + i + 4) + first_;
    }
  }
  bool isAt(const std::byte* stored) const {
    return bigEndian32(stored) == first_ && bigEndian32(stored + 4) == second_;
  }

 private:
  uint32_t word(const std::byte* bytes) const {
    uint32_t value;
    std::memcpy(&value, bytes, sizeof value);
    return isSwapped_ ? __builtin_bswap32(value) : value;
  }

  bool isSwapped_;
  uint32_t first_ = 0, second_ = 0;
};

struct Header {
  uint32_t pageSize;
  std::array<std::byte, 8> salts;  // every frame of this generation repeats them
  Checksum checksum;
};

// Undefined where SQLite takes the log for empty.
std::optional<Header> readHeader(std::span<const std::byte, kHeaderSize> bytes) {
  const uint32_t magic = bigEndian32(bytes.data()), pageSize = bigEndian32(bytes.data() + 8);
  if ((magic & ~1u) != kMagic || !isPageSize(pageSize)) return std::nullopt;
  Header header{pageSize, {}, Checksum((magic & 1) != 0)};
  std::memcpy(header.salts.data(), bytes.data() + 16, header.salts.size());
  header.checksum.add(bytes.first(24));
  if (!header.checksum.isAt(bytes.data() + 24)) return std::nullopt;
  return header;
}

/// Takes frame after frame up to the first that was not written whole, or is of an earlier generation.
class FrameReader {
 public:
  explicit FrameReader(const Header& header) : header_(header), index_(header.pageSize, header.pageSize + 24) {
    index_.beginRun(kHeaderSize + kFrameHeaderSize);
  }

  uint32_t frameSize() const { return kFrameHeaderSize + header_.pageSize; }

  /// False when the log ends before this frame.
  bool take(std::span<const std::byte> frame) {
    const uint32_t page = bigEndian32(frame.data()), pageCount = bigEndian32(frame.data() + 4);
    if (page == 0 || std::memcmp(frame.data() + 8, header_.salts.data(), header_.salts.size()) != 0) return false;
    header_.checksum.add(frame.first(8));
    header_.checksum.add(frame.subspan(kFrameHeaderSize));
    if (!header_.checksum.isAt(frame.data() + 16)) return false;
    index_.add(page);
    if (pageCount == 0) return true;
    committed_ = index_.count();
    pageCount_ = pageCount;
    return true;
  }

  std::optional<LoggedPages> finish() {
    if (committed_ == 0) return std::nullopt;
    index_.cutTo(committed_);
    index_.finish();
    return LoggedPages{std::move(index_), pageCount_};
  }

 private:
  Header header_;
  PageIndex index_;
  uint32_t committed_ = 0, pageCount_ = 0;
};

Diagnostic unreadable(const std::string& why) {
  return error("file-log-unreadable", "the write-ahead log (-wal) cannot be read: " + why).withHint(kHowToFinishLog);
}

Status readFrames(ByteSource& log, FrameReader& reader) {
  const size_t frameSize = reader.frameSize();
  std::vector<std::byte> buffer(std::max<size_t>(1, kBytesAtOnce / frameSize) * frameSize);
  uint64_t left = (log.size() - kHeaderSize) / frameSize;
  for (uint64_t offset = kHeaderSize; left > 0;) {
    const size_t frames = static_cast<size_t>(std::min<uint64_t>(left, buffer.size() / frameSize));
    const std::span<std::byte> bytes = std::span(buffer).first(frames * frameSize);
    if (!log.readAt(offset, bytes)) return unreadable("its bytes could not be fetched");
    for (size_t i = 0; i < frames; ++i)
      if (!reader.take(bytes.subspan(i * frameSize, frameSize))) return {};
    offset += bytes.size();
    left -= frames;
  }
  return {};
}

bool isZero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; });
}

}  // namespace

Result<LogContent> readWriteAheadLog(ByteSource& log, uint32_t pageSize) {
  if (log.size() <= kHeaderSize) return LogContent{};
  std::array<std::byte, kHeaderSize> bytes;
  if (!log.readAt(0, bytes)) return unreadable("its bytes could not be fetched");
  std::optional<Header> header = readHeader(bytes);
  if (!header) return LogContent{std::nullopt, isZero(bytes) ? "" : "it does not start as a write-ahead log does"};
  if (bigEndian32(bytes.data() + 4) != kVersion) return unreadable("it is of an unknown version");
  FrameReader reader(*header);
  if (Status read = readFrames(log, reader); !read) return read.diagnostics();
  std::optional<LoggedPages> pages = reader.finish();
  if (pages && header->pageSize != pageSize)
    return unreadable("its pages have " + std::to_string(header->pageSize) + " bytes, those of the snapshot " +
                      std::to_string(pageSize) + "; it belongs to another file");
  return LogContent{std::move(pages), ""};
}

}  // namespace premap
