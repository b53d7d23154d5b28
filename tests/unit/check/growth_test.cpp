// A mapping of four times the size costs four times the work, whatever its shape. Work is counted, not timed: the
// instructions of this thread where the system lets a program count its own, and requests for memory everywhere.
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>
#include <optional>

#include "catch.h"
#include "premap/check/validation.h"
#include "resolve/support.h"

namespace {

std::atomic<uint64_t> allocations;

}  // namespace

// The address sanitizer has its own, and sees more with it.
#if !defined(__SANITIZE_ADDRESS__)
void* operator new(size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}
#endif

using namespace premap;
using namespace premap::test;

namespace {

// The instructions of this thread outside the kernel; none where they may not be counted.
class Instructions {
 public:
  Instructions() {
    perf_event_attr wanted{};
    wanted.type = PERF_TYPE_HARDWARE, wanted.size = sizeof wanted, wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
    wanted.exclude_kernel = wanted.exclude_hv = 1;
    file_ = static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0UL));
  }
  ~Instructions() {
    if (file_ >= 0) close(file_);
  }
  std::optional<uint64_t> now() const {
    uint64_t count = 0;
    if (file_ < 0 || read(file_, &count, sizeof count) != sizeof count) return std::nullopt;
    return count;
  }

 private:
  int file_ = -1;
};

struct Counted {
  uint64_t allocations = 0;
  std::optional<uint64_t> instructions;
  size_t faults = 0;
};

Counted workOf(const std::string& text, Snapshot* snapshot) {
  static const Instructions instructions;
  const std::optional<uint64_t> before = instructions.now();
  const uint64_t memory = allocations;
  Counted work;
  if (snapshot) work.faults = faultsOf(text, std::nullopt, *snapshot->tables, RowChecks::All).size();
  else work.faults = faultsOf(readMapping(text), std::nullopt).size();
  work.allocations = allocations - memory;
  if (before) work.instructions = *instructions.now() - *before;
  return work;
}

// --- mappings of so many parts; names are long enough that a copy of one is seen

std::string joined(size_t count, const std::function<std::string(const std::string&)>& part) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += (i ? "," : "") + part(std::to_string(i));
  return all;
}

std::string column(const std::string& name, const std::string& entry, const std::string& more = "") {
  return R"({"propertyName":")" + name + R"(","dataType":"String","ecProperties":[)" + entry + "]" + more + "}";
}

std::string entry(const std::string& cls, const std::string& path) {
  return R"({"ecSchemaName":"BuildingTest","ecClassName":")" + cls + R"(","ecPropertyName":")" + path + "\"}";
}

std::string group(const std::string& name, const std::string& where, const std::string& columns) {
  return R"({"groupName":")" + name + R"(","query":"SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam)" + where +
         R"(","properties":[)" + columns + "]}";
}

std::string mapping(const std::string& groups) {
  return R"({"mappingName":"Growth","groups":[)" + groups + "]}";
}

std::string wide(size_t count, const std::function<std::string(const std::string&)>& part) {
  return mapping(group("Beams", "", joined(count, part)));
}

struct Shape {
  std::string name;
  size_t size;
  std::function<std::string(size_t)> make;
};

const std::string kName = "AColumnOfAVeryLongName";

std::string reads(const std::string& at, const std::string& formula) {
  return column(kName + at, entry("Beam", "Mark"), R"(,"formula":")" + formula + "\"");
}

const std::vector<Shape> kShapes = {
    {"columns", 200,
     [](size_t n) { return wide(n, [](auto& i) { return column(kName + i, entry("Beam", "Mark")); }); }},
    {"groups", 30,
     [](size_t n) {
       return mapping(joined(n, [](auto& i) {
         return group("Group" + i, " WHERE ECInstanceId > " + i, column(kName, entry("Beam", "Mark")));
       }));
     }},
    {"groups that share nothing", 30,
     [](size_t n) {
       return mapping(joined(n, [](auto& i) {
         return group("Group" + i, " WHERE ECInstanceId = " + i, column(kName, entry("Beam", "Mark")));
       }));
     }},
    {"groups of one name", 30,
     [](size_t n) {
       return mapping(joined(n, [](auto&) { return group("One", "", column(kName, entry("Beam", "Mark"))); }));
     }},
    {"columns of one name", 200,
     [](size_t n) { return wide(n, [](auto&) { return column(kName, entry("Beam", "Mark")); }); }},
    {"formulas", 200, [](size_t n) { return wide(n, [](auto& i) { return reads(i, "1 + 2"); }); }},
    {"a chain of formulas", 200,
     [](size_t n) {
       return wide(n, [](auto& i) { return reads(i, i == "0" ? "1" : kName + std::to_string(std::stoul(i) - 1)); });
     }},
    {"circles through all of a chain", 200,
     [](size_t n) {
       return wide(n,
                   [n](auto& i) { return reads(i, kName + "0 + " + kName + std::to_string((std::stoul(i) + 1) % n)); });
     }},
    {"names that no column has", 200,
     [](size_t n) { return wide(n, [](auto& i) { return reads(i, "NoSuchColumnAnywhere" + i); }); }},
    {"entries that are never used", 200,
     [](size_t n) { return wide(n, [](auto& i) { return column(kName + i, entry("Column", "Mark")); }); }},
    {"faults of every column", 200,
     [](size_t n) {
       return wide(
           n, [](auto& i) { return column("a column " + i, entry("Beem", "Mrk..x"), R"(,"quantityTipe":"Lenth")"); });
     }},
};

}  // namespace

TEST_CASE("A mapping of four times the size costs four times the work to check", "[growth][slow]") {
  const bool withRows = GENERATE(false, true);
  Snapshot* snapshot = withRows ? &building() : nullptr;
  for (const Shape& shape : kShapes) {
    CAPTURE(shape.name, withRows);
    workOf(shape.make(shape.size / 4), snapshot);  // what is made once
    const Counted part = workOf(shape.make(shape.size), snapshot), whole = workOf(shape.make(4 * shape.size), snapshot);
    CAPTURE(part.allocations, whole.allocations, part.faults, whole.faults);
    constexpr double kMost = 5.2;  // of four times the size
    CHECK(static_cast<double>(whole.allocations) <= kMost * static_cast<double>(part.allocations));
    if (!part.instructions) continue;
    CAPTURE(*part.instructions, *whole.instructions);
    CHECK(static_cast<double>(*whole.instructions) <= kMost * static_cast<double>(*part.instructions));
  }
}
