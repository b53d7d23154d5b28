// The VFS of premap/sqljs: databases that can be written, as files in JavaScript memory.
#include "sqljs/file_vfs.h"

#include <emscripten.h>

#include <cstring>

#include "sqlite3.h"

// The host sets Module.files before it opens a database. Names are file names, handles are numbers above 0; offsets and
// sizes are doubles, exact up to 2^53.
// clang-format off
EM_JS(int, premapFileOpen, (const char* name, int create), {
  return Module["files"].open(name ? UTF8ToString(name) : "", create !== 0);
})
EM_JS(void, premapFileClose, (int handle), {
  Module["files"].close(handle);
})
EM_JS(void, premapFileRemove, (const char* name), {
  Module["files"].remove(UTF8ToString(name));
})
EM_JS(int, premapFileExists, (const char* name), {
  return Module["files"].exists(UTF8ToString(name)) ? 1 : 0;
})
EM_JS(int, premapFileRead, (int handle, double offset, void* target, int length), {
  return Module["files"].read(handle, offset, HEAPU8.subarray(target, target + length));
})
EM_JS(int, premapFileWrite, (int handle, double offset, const void* source, int length), {
  return Module["files"].write(handle, offset, HEAPU8.subarray(source, source + length)) ? 1 : 0;
})
EM_JS(void, premapFileTruncate, (int handle, double size), {
  Module["files"].truncate(handle, size);
})
EM_JS(double, premapFileSize, (int handle), {
  return Module["files"].size(handle);
})
// clang-format on

namespace premap::wasm {

namespace {

struct HostFile {
  sqlite3_file base;
  int handle;
};

int handleOf(sqlite3_file* file) {
  return reinterpret_cast<HostFile*>(file)->handle;
}

int closeFile(sqlite3_file* file) {
  premapFileClose(handleOf(file));
  return SQLITE_OK;
}

int readFile(sqlite3_file* file, void* buffer, int length, sqlite3_int64 offset) {
  const int read = premapFileRead(handleOf(file), static_cast<double>(offset), buffer, length);
  if (read == length) return SQLITE_OK;
  std::memset(static_cast<char*>(buffer) + read, 0, static_cast<size_t>(length - read));
  return SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file* file, const void* data, int length, sqlite3_int64 offset) {
  return premapFileWrite(handleOf(file), static_cast<double>(offset), data, length) ? SQLITE_OK : SQLITE_FULL;
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
  premapFileTruncate(handleOf(file), static_cast<double>(size));
  return SQLITE_OK;
}

int fileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(premapFileSize(handleOf(file)));
  return SQLITE_OK;
}

// Memory needs no syncing, and nobody outside this thread can reach the files.
int syncFile(sqlite3_file*, int) {
  return SQLITE_OK;
}
int lockFile(sqlite3_file*, int) {
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
  return SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods kMethods = {
    1,        closeFile, readFile,       writeFile,     truncateFile, syncFile,        fileSize,
    lockFile, lockFile,  noReservedLock, noFileControl, sectorSize,   characteristics, nullptr,
    nullptr,  nullptr,   nullptr,        nullptr,       nullptr};

int openFile(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags) {
  file->pMethods = nullptr;
  const int handle = premapFileOpen(name, flags & SQLITE_OPEN_CREATE);
  if (handle == 0) return SQLITE_CANTOPEN;
  file->pMethods = &kMethods;
  reinterpret_cast<HostFile*>(file)->handle = handle;
  if (outFlags) *outFlags = flags;
  return SQLITE_OK;
}

int removeFile(sqlite3_vfs*, const char* name, int) {
  premapFileRemove(name);
  return SQLITE_OK;
}

int accessFile(sqlite3_vfs*, const char* name, int, int* out) {
  return *out = premapFileExists(name), SQLITE_OK;
}

}  // namespace

const char* hostFileVfs() {
  static const char kName[] = "premap-host-files";
  if (sqlite3_vfs_find(kName)) return kName;
  sqlite3_initialize();
  // The default VFS opens nothing, but it has the clock and the random numbers.
  static sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
  vfs.szOsFile = sizeof(HostFile);
  vfs.pNext = nullptr;
  vfs.zName = kName;
  vfs.xOpen = openFile;
  vfs.xDelete = removeFile;
  vfs.xAccess = accessFile;
  sqlite3_vfs_register(&vfs, 0);
  return kName;
}

}  // namespace premap::wasm
