// Bytes in memory, and a file on disk for native builds; in WebAssembly the host's source takes their place.
#include "premap/sqlite/byte_source.h"

#include <cerrno>
#include <cstring>

#ifndef __EMSCRIPTEN__
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace premap {
namespace {

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
  uint64_t size() const override { return bytes_.size(); }
  bool readAt(uint64_t offset, std::span<std::byte> out) override {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset) return false;
    std::memcpy(out.data(), bytes_.data() + offset, out.size());
    return true;
  }

 private:
  std::vector<std::byte> bytes_;
};

#ifndef __EMSCRIPTEN__
class FileSource : public ByteSource {
 public:
  FileSource(int descriptor, uint64_t size) : descriptor_(descriptor), size_(size) {}
  ~FileSource() override { ::close(descriptor_); }
  uint64_t size() const override { return size_; }
  bool readAt(uint64_t offset, std::span<std::byte> out) override {
    size_t done = 0;
    while (done < out.size()) {
      ssize_t n = ::pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      done += static_cast<size_t>(n);
    }
    return true;
  }

 private:
  int descriptor_;
  uint64_t size_;
};
#endif

}  // namespace

std::unique_ptr<ByteSource> makeMemorySource(std::vector<std::byte> bytes) {
  return std::make_unique<MemorySource>(std::move(bytes));
}

#ifndef __EMSCRIPTEN__
Result<std::unique_ptr<ByteSource>> openFileSource(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return error("file-unreadable", "cannot open `" + path + "`: " + std::strerror(errno));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return error("file-unreadable", "`" + path + "` is not a regular file");
  }
  return std::unique_ptr<ByteSource>(new FileSource(descriptor, static_cast<uint64_t>(status.st_size)));
}
#endif

}  // namespace premap
