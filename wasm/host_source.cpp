// A ByteSource whose bytes are the host's: one call into JavaScript for each page SQLite asks for.
#include "host_source.h"

#include <emscripten.h>

// The host sets Module.readAt(handle, offset, target) before it opens anything: it fills the bytes `target` and answers
// true; "changed" when the file is no longer the one that was opened; false when it cannot read. The view is valid
// during the call only. Offsets are doubles: exact up to 2^53, far beyond any file.
// clang-format off
EM_JS(int, premapReadAt, (int handle, double offset, void* target, size_t length), {
  const answer = Module["readAt"](handle, offset, HEAPU8.subarray(target, target + length));
  return answer === "changed" ? 2 : answer ? 1 : 0;
})

EM_JS(int, premapShouldStop, (), {
  return Module["shouldStop"] && Module["shouldStop"]() ? 1 : 0;
})
// clang-format on

namespace premap::wasm {

namespace {

class HostSource final : public ByteSource {
 public:
  HostSource(int handle, double size) : handle_(handle), size_(static_cast<uint64_t>(size)) {}

  uint64_t size() const override { return size_; }
  bool readAt(uint64_t offset, std::span<std::byte> out) override {
    const int answer = premapReadAt(handle_, static_cast<double>(offset), out.data(), out.size());
    hasChanged_ = answer == kChanged;
    return answer == kRead;
  }
  bool hasChanged() const override { return hasChanged_; }

 private:
  static constexpr int kRead = 1, kChanged = 2;
  int handle_;
  uint64_t size_;
  bool hasChanged_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> makeHostSource(int handle, double size) {
  return std::make_unique<HostSource>(handle, size);
}

bool hostWantsStop() {
  return premapShouldStop() != 0;
}

}  // namespace premap::wasm
