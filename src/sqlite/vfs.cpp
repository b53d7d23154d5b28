// SQLite's file methods over ByteSource: a page that is not in SQLite's cache is one `readFile` here, which is one
// `readAt` of the host. Writing, locks and journals are refused or empty.
#include "vfs.h"

#include <chrono>
#include <cstring>
#include <random>

namespace premap {
namespace {

struct SourceFile {
  sqlite3_file base;
  SourceVfs* owner;
};

SourceVfs& ownerOf(sqlite3_file* file) {
  return *reinterpret_cast<SourceFile*>(file)->owner;
}

// Header bytes 18 and 19 say which journal mode may write and read the file. WAL (2) would make SQLite look for shared
// memory, which an immutable file does not need: the engine's own snapshots are often left in that mode.
void presentAsRollbackMode(sqlite3_int64 offset, std::byte* data, int length) {
  for (sqlite3_int64 at : {18, 19}) {
    if (at >= offset && at < offset + length && data[at - offset] == std::byte{2}) data[at - offset] = std::byte{1};
  }
}

int readFile(sqlite3_file* file, void* buffer, int length, sqlite3_int64 offset) {
  SourceVfs& owner = ownerOf(file);
  auto* data = static_cast<std::byte*>(buffer);
  auto size = static_cast<sqlite3_int64>(owner.source().size());
  int available = offset >= size ? 0 : static_cast<int>(std::min<sqlite3_int64>(length, size - offset));
  if (available > 0) {
    if (!owner.cache().read(static_cast<uint64_t>(offset), {data, static_cast<size_t>(available)}))
      return SQLITE_IOERR_READ;
    presentAsRollbackMode(offset, data, available);
  }
  if (available == length) return SQLITE_OK;
  std::memset(data + available, 0, static_cast<size_t>(length - available));
  return SQLITE_IOERR_SHORT_READ;
}

int fileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(ownerOf(file).source().size());
  return SQLITE_OK;
}

int closeFile(sqlite3_file*) {
  return SQLITE_OK;
}
int refuseWrite(sqlite3_file*, const void*, int, sqlite3_int64) {
  return SQLITE_READONLY;
}
int refuseTruncate(sqlite3_file*, sqlite3_int64) {
  return SQLITE_READONLY;
}
int syncFile(sqlite3_file*, int) {
  return SQLITE_OK;
}
int lockFile(sqlite3_file*, int) {
  return SQLITE_OK;
}
int unlockFile(sqlite3_file*, int) {
  return SQLITE_OK;
}
int noReservedLock(sqlite3_file*, int* out) {
  return *out = 0, SQLITE_OK;
}
int noFileControl(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sectorSize(sqlite3_file*) {
  return 4096;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_IMMUTABLE;
}

const sqlite3_io_methods kMethods = {
    1,        closeFile,  readFile,       refuseWrite,   refuseTruncate, syncFile,        fileSize,
    lockFile, unlockFile, noReservedLock, noFileControl, sectorSize,     characteristics, nullptr,
    nullptr,  nullptr,    nullptr,        nullptr,       nullptr};

int openSource(sqlite3_vfs* vfs, sqlite3_filename, sqlite3_file* file, int flags, int* outFlags) {
  file->pMethods = nullptr;
  if (!(flags & SQLITE_OPEN_MAIN_DB)) return SQLITE_CANTOPEN;
  file->pMethods = &kMethods;
  reinterpret_cast<SourceFile*>(file)->owner = static_cast<SourceVfs*>(vfs->pAppData);
  if (outFlags) *outFlags = SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}

int openNothing(sqlite3_vfs*, sqlite3_filename, sqlite3_file* file, int, int*) {
  return file->pMethods = nullptr, SQLITE_CANTOPEN;
}
int deleteNothing(sqlite3_vfs*, const char*, int) {
  return SQLITE_OK;
}
int accessNothing(sqlite3_vfs*, const char*, int, int* out) {
  return *out = 0, SQLITE_OK;
}
int fullPathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}
int randomness(sqlite3_vfs*, int size, char* out) {
  std::random_device device;
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(device());
  return size;
}
int noSleep(sqlite3_vfs*, int) {
  return 0;
}
int currentTimeInt64(sqlite3_vfs*, sqlite3_int64* out) {
  using namespace std::chrono;
  constexpr sqlite3_int64 kUnixEpochInJulianMilliseconds = 210866760000000;
  *out = kUnixEpochInJulianMilliseconds + duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  return SQLITE_OK;
}
int currentTime(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 now = 0;
  currentTimeInt64(vfs, &now);
  *out = static_cast<double>(now) / 86400000.0;
  return SQLITE_OK;
}
int lastError(sqlite3_vfs*, int, char*) {
  return 0;
}

// What every VFS of ours has in common; it opens nothing until xOpen is replaced.
sqlite3_vfs baseVfs() {
  sqlite3_vfs vfs{};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(SourceFile);
  vfs.mxPathname = 512;
  vfs.zName = "premap-none";
  vfs.xOpen = openNothing;
  vfs.xDelete = deleteNothing;
  vfs.xAccess = accessNothing;
  vfs.xFullPathname = fullPathname;
  vfs.xRandomness = randomness;
  vfs.xSleep = noSleep;
  vfs.xCurrentTime = currentTime;
  vfs.xGetLastError = lastError;
  vfs.xCurrentTimeInt64 = currentTimeInt64;
  return vfs;
}

}  // namespace

SourceVfs::SourceVfs(std::unique_ptr<ByteSource> source, uint32_t pageSize)
    : source_(std::move(source)), cache_(*source_, pageSize), vfs_(baseVfs()) {
  name_ = "premap-" + std::to_string(reinterpret_cast<uintptr_t>(this));
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = openSource;
  sqlite3_initialize();
  sqlite3_vfs_register(&vfs_, 0);
}

SourceVfs::~SourceVfs() {
  sqlite3_vfs_unregister(&vfs_);
}

}  // namespace premap

// SQLite is built with SQLITE_OS_OTHER: no operating system layer but ours. The default VFS can open no file; it serves
// the clock and in-memory databases.
extern "C" int sqlite3_os_init() {
  static sqlite3_vfs none = premap::baseVfs();
  return sqlite3_vfs_register(&none, 1);
}
extern "C" int sqlite3_os_end() {
  return SQLITE_OK;
}
