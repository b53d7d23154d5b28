// Checks the header for whatever the page reader leaves to SQLite, and hands out pages that belong to a
// tree or a value.
#include "premap/pages/page_file.h"

#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "premap/pages/bytes.h"
#include "premap/sqlite/file_format.h"

namespace premap {

PageFile::Answer PageFile::of(Database& db) {
  std::unique_ptr<PageFile> file(new PageFile(db.pageCache()));
  const std::string_view unusual = file->readHeader(db.byteLength());
  if (!unusual.empty()) return {nullptr, unusual};
  return {std::move(file), {}};
}

// What is unusual; empty for a file of the ordinary kind.
std::string_view PageFile::readHeader(uint64_t byteLength) {
  std::array<std::byte, kFileHeader> bytes;
  const std::byte* header = bytes.data();
  if (byteLength < kFileHeader || !cache_.read(0, bytes)) return "its header cannot be read";
  if (std::memcmp(header, "SQLite format 3", 16) != 0) return "it is no SQLite database";
  pageSize_ = u16At(header + 16);
  if (pageSize_ == 1) pageSize_ = 65536;
  if (pageSize_ < 512 || !std::has_single_bit(pageSize_)) return "its pages are of an unknown size";
  const uint32_t reserved = byteAt(header + 20);
  if (pageSize_ - reserved < 480) return "it reserves too much of each page";
  usableSize_ = pageSize_ - reserved;
  if (byteAt(header + 19) > 2) return "it wants a newer reader";
  if (byteAt(header + 21) != 64 || byteAt(header + 22) != 32 || byteAt(header + 23) != 32)
    return "it shares its pages among cells otherwise";
  if (u32At(header + 44) != 4) return "its schema is of another format";
  if (u32At(header + 56) != 1) return "its text is not UTF-8";
  const uint64_t inFile = byteLength / pageSize_;
  const bool isCountCurrent = u32At(header + 24) == u32At(header + 92) && u32At(header + 28) != 0;
  const uint64_t count = isCountCurrent ? u32At(header + 28) : inFile;
  if (count > inFile || inFile > 0xfffffffe || byteLength % pageSize_ != 0) return "it does not end where a page does";
  pageCount_ = static_cast<uint32_t>(count);
  hasPointerMap_ = u32At(header + 52) != 0;
  return {};
}

// Pages that belong to no tree and no chain of values: those that map others to their parents, and the one with
// the lock.
bool PageFile::isNeverTree(uint32_t page) const {
  const uint32_t locked = lockPage(pageSize_);
  if (page == locked) return true;
  if (!hasPointerMap_ || page < 2) return false;
  const uint32_t mapped = usableSize_ / 5 + 1;
  uint32_t map = (page - 2) / mapped * mapped + 2;
  if (map == locked) ++map;
  return page == map;
}

PageCache::Hold PageFile::hold(uint32_t page) {
  if (page == 0 || page > pageCount_) return corrupt(page, "is named and the file has none"), PageCache::Hold();
  if (isNeverTree(page)) return corrupt(page, "is named, and is none of any table"), PageCache::Hold();
  ++pagesRead_;
  PageCache::Hold found = cache_.hold(uint64_t{page - 1} * pageSize_, pageSize_);
  if (!found) fault_ = Fault::Unreadable, faultPage_ = page;
  return found;
}

bool PageFile::corrupt(uint32_t page, std::string_view what) {
  fault_ = Fault::Corrupt, faultPage_ = page, what_ = what;
  return false;
}

bool PageFile::outOfMemory(uint32_t page) {
  fault_ = Fault::Memory, faultPage_ = page;
  return false;
}

Diagnostic PageFile::failure() const {
  const std::string page = "page " + std::to_string(faultPage_);
  if (fault_ == Fault::Memory)
    return error("sqlite-error", "a value in " + page + " is larger than what fits into memory");
  if (fault_ == Fault::Unreadable && cache_.source().hasChanged())
    return error("file-changed", "somebody wrote to the snapshot, or to its log, since it was opened")
        .withHint("open it again to see what it holds now");
  if (fault_ == Fault::Unreadable)
    return error("file-unreadable", "the snapshot could not be read: " + page)
        .withHint("check that the file was not moved, changed or removed since it was opened");
  return error("file-corrupt", "the snapshot is damaged: " + page + " " + std::string(what_))
      .withHint("download or export the snapshot again");
}

}  // namespace premap
