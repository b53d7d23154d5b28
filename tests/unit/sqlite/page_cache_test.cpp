// What the cache of a file reads, keeps and gives back: against a source that counts its reads.
#include "premap/sqlite/page_cache.h"

#include <cstring>
#include <random>

#include "catch.h"

namespace premap {
namespace {

// Counts what is read of it.
struct Counting final : ByteSource {
  explicit Counting(size_t size) : bytes(size) {
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 2654435761u >> 13);
  }
  uint64_t size() const override { return bytes.size(); }
  bool readAt(uint64_t offset, std::span<std::byte> out) override {
    if (offset > bytes.size() || out.size() > bytes.size() - offset) return false;
    if (offset <= unreadable && unreadable < offset + out.size()) return false;
    std::memcpy(out.data(), bytes.data() + offset, out.size());
    reads.push_back(out.size());
    return true;
  }
  std::vector<std::byte> bytes;
  std::vector<size_t> reads;
  size_t unreadable = SIZE_MAX;
};

constexpr uint32_t kPage = 4096;

}  // namespace

TEST_CASE("a scan reads in windows that double, a lookup reads little", "[cache]") {
  Counting source(4 << 20);
  PageCache cache(source, kPage, {16 * 1024, 128 * 1024, 1 << 20});
  for (uint64_t at = 0; at < source.size() / 2; at += kPage) REQUIRE(cache.hold(at, kPage));
  REQUIRE(source.reads.size() > 4);
  CHECK(std::vector<size_t>(source.reads.begin(), source.reads.begin() + 5) ==
        std::vector<size_t>{16384, 32768, 65536, 131072, 131072});
  source.reads.clear();
  REQUIRE(cache.hold(3 << 20, kPage));
  CHECK(source.reads == std::vector<size_t>{16384});
  REQUIRE(cache.hold((3 << 20) + kPage, kPage));
  CHECK(source.reads.size() == 1);
}

TEST_CASE("two scans side by side keep their windows", "[cache]") {
  Counting source(8 << 20);
  PageCache cache(source, kPage, {16 * 1024, 128 * 1024, 1 << 20});
  for (uint64_t at = 0; at < (1 << 20); at += kPage) {
    REQUIRE(cache.hold(at, kPage));
    REQUIRE(cache.hold((4 << 20) + at, kPage));
  }
  CHECK(source.reads.size() <= 24);
  CHECK(cache.bytesFetched() <= (2 << 20) + 2 * 128 * 1024);
}

TEST_CASE("what is held stays where it is, and the rest within bounds", "[cache]") {
  Counting source(8 << 20);
  PageCache cache(source, kPage, {16 * 1024, 64 * 1024, 256 * 1024});
  PageCache::Hold first = cache.hold(5 * kPage, kPage);
  for (uint64_t at = 0; at + kPage <= source.size(); at += 3 * kPage) REQUIRE(cache.hold(at, kPage));
  CHECK(std::memcmp(first.data(), source.bytes.data() + 5 * kPage, kPage) == 0);
  CHECK(cache.bytesKept() <= 256 * 1024);
}

TEST_CASE("what was only read ahead may be unreadable", "[cache]") {
  Counting source(1 << 20);
  source.unreadable = 10 * kPage + 5;
  PageCache cache(source, kPage);
  for (uint64_t page = 0; page < 20; ++page) CHECK(static_cast<bool>(cache.hold(page * kPage, kPage)) == (page != 10));
}

TEST_CASE("bytes from anywhere are those of the source", "[cache]") {
  Counting source((3 << 20) + 777);
  std::minstd_rand random(3);
  for (uint32_t pageSize : {512u, 4096u, 65536u}) {
    PageCache cache(source, pageSize, {4096, 128 * 1024, 256 * 1024});
    for (int round = 0; round < 3000; ++round) {
      const size_t at = random() % source.bytes.size(), most = round % 9 == 0 ? 300'000 : 9000;
      std::vector<std::byte> out(std::min(source.bytes.size() - at, random() % most));
      REQUIRE(cache.read(at, out));
      if (std::memcmp(out.data(), source.bytes.data() + at, out.size()) != 0) FAIL("other bytes at " << at);
      const uint64_t page = at / pageSize * pageSize;
      const PageCache::Hold hold = cache.hold(page, pageSize);
      REQUIRE(static_cast<bool>(hold) == (page + pageSize <= source.bytes.size()));
      if (hold && std::memcmp(hold.data(), source.bytes.data() + page, pageSize) != 0) FAIL("other page at " << page);
    }
    std::vector<std::byte> beyond(10);
    CHECK_FALSE(cache.read(source.bytes.size() - 5, beyond));
    CHECK_FALSE(cache.hold(source.bytes.size() + 4096, 16));
  }
}

}  // namespace premap
