// The bytes of a batch, against the layout in docs/architecture.md.
#include "premap/preview/batch.h"

#include <cstring>

#include "catch.h"

using namespace premap;

namespace {

uint32_t u32(const std::vector<uint8_t>& bytes, size_t at) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string textAt(const std::vector<uint8_t>& bytes, size_t at, size_t size) {
  return {bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + size)};
}

}  // namespace

TEST_CASE("a batch begins with magic, flags, rows and columns", "[batch]") {
  BatchWriter writer({VectorKind::Id, VectorKind::Bool});
  writer.appendId(0, 0x2d);
  writer.appendBool(1, true);
  writer.endRow();
  const auto bytes = writer.finish(BatchFlag::Last);
  CHECK(textAt(bytes, 0, 4) == "PMB1");
  CHECK(u32(bytes, 4) == BatchFlag::Last);
  CHECK(u32(bytes, 8) == 1);
  CHECK(u32(bytes, 12) == 2);
  CHECK(u32(bytes, 16) == 3);   // id
  CHECK(u32(bytes, 20) == 16);  // null bits, then one id
  CHECK(u32(bytes, 24) == 0);   // not null
  CHECK(u32(bytes, 32) == 0x2d);
  CHECK(u32(bytes, 40) == 1);  // bool
  CHECK(bytes[56] == 1);
  CHECK(bytes.size() % 8 == 0);
}

TEST_CASE("text has one offset more than rows", "[batch]") {
  BatchWriter writer({VectorKind::Text});
  writer.appendText(0, "ab");
  writer.endRow();
  writer.appendNull(0);
  writer.endRow();
  writer.textSink(0) += "cde";
  writer.endText(0);
  writer.endRow();
  writer.textSink(0) += "dropped";
  writer.endText(0, true);
  writer.endRow();
  const auto bytes = writer.finish(BatchFlag::None);
  CHECK(bytes[24] == 0b1010);
  for (auto [index, offset] : {std::pair{0, 0u}, {1, 2u}, {2, 2u}, {3, 5u}, {4, 5u}})
    CHECK(u32(bytes, 32 + 4 * static_cast<size_t>(index)) == offset);
  CHECK(textAt(bytes, 56, 5) == "abcde");
}

TEST_CASE("a column without any value is only its null bits", "[batch]") {
  BatchWriter writer({VectorKind::Text, VectorKind::F64});
  for (int row = 0; row < 9; ++row) {
    writer.appendNull(0);
    row == 4 ? writer.appendDouble(1, 1.5) : writer.appendNull(1);
    writer.endRow();
  }
  const auto bytes = writer.finish(BatchFlag::None);
  CHECK(u32(bytes, 16) == 0);
  CHECK(u32(bytes, 20) == 8);
  CHECK(u32(bytes, 32) == 2);
  CHECK(u32(bytes, 36) == 8 + 72);
}

TEST_CASE("a writer is empty after finish", "[batch]") {
  BatchWriter writer({VectorKind::Json, VectorKind::U16});
  const auto add = [&] {
    writer.appendText(0, "{}");
    writer.appendU16(1, 7);
    writer.endRow();
  };
  add();
  const auto first = writer.finish(BatchFlag::None);
  CHECK(writer.rowCount() == 0);
  add();
  CHECK(writer.finish(BatchFlag::None) == first);
}

TEST_CASE("a failed batch carries its envelope", "[batch]") {
  const auto bytes = failedBatch("{\"ok\":false}");
  CHECK((u32(bytes, 4) & BatchFlag::Failed) != 0);
  CHECK(textAt(bytes, 16, bytes.size() - 16) == "{\"ok\":false}");
}

TEST_CASE("whole numbers have all their bits", "[batch]") {
  BatchWriter writer({VectorKind::I64});
  for (int64_t value : {int64_t{9007199254740993}, int64_t{-1}}) writer.appendInteger(0, value), writer.endRow();
  writer.appendNull(0), writer.endRow();
  const auto bytes = writer.finish(BatchFlag::None);
  CHECK(u32(bytes, 16) == 8);
  CHECK(bytes[24] == 0b100);
  int64_t values[3];
  std::memcpy(values, bytes.data() + 32, sizeof values);
  CHECK(values[0] == 9007199254740993);
  CHECK(values[1] == -1);
  CHECK(values[2] == 0);
}

TEST_CASE("a text column that gets a cell of JSON is one of JSON, in that batch alone", "[batch]") {
  BatchWriter writer({VectorKind::Text});
  writer.appendText(0, "a\"b"), writer.endRow();
  writer.appendNull(0), writer.endRow();
  writer.appendJsonCell(0, "[1]"), writer.endRow();
  writer.appendText(0, "c"), writer.endRow();
  const auto bytes = writer.finish(BatchFlag::None);
  CHECK(u32(bytes, 16) == 5);
  CHECK(bytes[24] == 0b10);
  const size_t begin = 56;  // header and bits, five offsets in 24 bytes
  CHECK(textAt(bytes, begin, u32(bytes, 32 + 4)) == R"("a\"b")");
  CHECK(textAt(bytes, begin + u32(bytes, 32 + 8), 6) == R"([1]"c")");
  writer.appendText(0, "d"), writer.endRow();
  const auto next = writer.finish(BatchFlag::Last);
  CHECK(u32(next, 16) == 4);
  CHECK(textAt(next, 40, 1) == "d");
}
