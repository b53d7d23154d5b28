// Opens a connection whose only file is a ByteSource, and words SQLite's errors for people: a damaged file, a faulty
// statement and a file that changed are three different things.
#include "premap/sqlite/database.h"

#include <array>
#include <cstring>

#include "logs.h"
#include "premap/sqlite/file_format.h"
#include "premap/sqlite/id_list.h"
#include "sqlite3.h"
#include "vfs.h"

namespace premap {
namespace {

constexpr int kCacheKibibytes = 4 * 1024;
constexpr int kProgressInterval = 2000;  // virtual-machine steps; well under a millisecond

bool sourceHasChanged(sqlite3* db) {
  sqlite3_vfs* vfs = nullptr;
  sqlite3_file_control(db, nullptr, SQLITE_FCNTL_VFS_POINTER, &vfs);
  return vfs && vfs->pAppData && static_cast<SourceVfs*>(vfs->pAppData)->source().hasChanged();
}

// SQLite's message as a diagnostic whose code tells a damaged file from a faulty statement.
Diagnostic sqliteFailure(sqlite3* db, int code) {
  std::string message = sqlite3_errmsg(db);
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
      return error("file-corrupt", "the snapshot is damaged: " + message)
          .withHint("download or export the snapshot again");
    case SQLITE_NOTADB:
      return error("file-not-sqlite", "the file is not an iModel snapshot: " + message)
          .withHint("choose a .bim snapshot or an .ecdb file");
    case SQLITE_IOERR:
      if (sourceHasChanged(db))
        return error("file-changed", "somebody wrote to the snapshot, or to its log, since it was opened")
            .withHint("open it again to see what it holds now");
      return error("file-unreadable", "the snapshot could not be read: " + message)
          .withHint("check that the file was not moved, changed or removed since it was opened");
    default:
      return error("sqlite-error", message);
  }
}

uint32_t bigEndian(const std::byte* bytes, int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<uint32_t>(bytes[i]);
  return value;
}

uint32_t pageSizeOf(const std::byte* header) {
  const uint32_t size = bigEndian(header + 16, 2);
  return size == 1 ? 65536 : size;
}

// Only of a file whose header was checked.
uint32_t pageSizeOf(ByteSource& source) {
  std::array<std::byte, kFileHeader> header{};
  source.readAt(0, header);
  const uint32_t size = pageSizeOf(header.data());
  return isPageSize(size) ? size : 4096;
}

// The header tells a file that is no database, and one that was cut off, better than SQLite's own message would.
Status checkHeader(ByteSource& source) {
  if (source.size() == 0) return error("file-empty", "the file is empty (0 bytes)").withHint("choose a .bim snapshot");
  std::array<std::byte, kFileHeader> header;
  static constexpr char kMagic[] = "SQLite format 3";
  bool readable = source.size() >= kFileHeader && source.readAt(0, header);
  if (source.size() >= kFileHeader && !readable)
    return error("file-unreadable", "the first bytes of the snapshot could not be read");
  if (!readable || std::memcmp(header.data(), kMagic, sizeof kMagic) != 0)
    return error("file-not-sqlite", "the file is not an iModel snapshot: it does not start as a SQLite database does")
        .withHint("choose a .bim snapshot or an .ecdb file");
  uint64_t pageSize = pageSizeOf(header.data());
  uint64_t expected = pageSize * bigEndian(header.data() + 28, 4);
  bool sizeIsCurrent = bigEndian(header.data() + 24, 4) == bigEndian(header.data() + 92, 4);
  if (sizeIsCurrent && source.size() < expected)
    return error("file-truncated", "the snapshot is cut off: it is " + std::to_string(source.size()) +
                                       " bytes long, its header says " + std::to_string(expected))
        .withHint(std::string("download or export the snapshot again") +
                  (header[18] == std::byte{2} ? ", or open it together with the log (-wal) that was beside it" : ""));
  return {};
}

int progressCallback(void* context) {
  return (*static_cast<std::function<bool()>*>(context))() ? 1 : 0;
}

constexpr char kWorkKey[] = "premap_work";

void count(Work& work, sqlite3_stmt* statement) {
  work.executions += static_cast<uint32_t>(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0));
  work.steps += static_cast<uint32_t>(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0));
}

// A statement takes its counters with it: they go to its connection first.
void finalize(sqlite3_stmt* statement) {
  if (!statement) return;
  if (void* work = sqlite3_get_clientdata(sqlite3_db_handle(statement), kWorkKey))
    count(*static_cast<Work*>(work), statement);
  sqlite3_finalize(statement);
}

}  // namespace

// ---------------------------------------------------------------- Statement

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    finalize(handle_);
    handle_ = other.handle_;
    other.handle_ = nullptr;
  }
  return *this;
}

Statement::~Statement() {
  finalize(handle_);
}

Step Statement::step() {
  switch (sqlite3_step(handle_)) {
    case SQLITE_ROW:
      return Step::Row;
    case SQLITE_DONE:
      return Step::Done;
    case SQLITE_INTERRUPT:
      return Step::Interrupted;
    default:
      return Step::Failed;
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
}

Diagnostic Statement::failure() const {
  sqlite3* db = sqlite3_db_handle(handle_);
  return sqliteFailure(db, sqlite3_extended_errcode(db));
}

void Statement::bind(int index, int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
}
void Statement::bind(int index, double value) {
  sqlite3_bind_double(handle_, index, value);
}
void Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text64(handle_, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
void Statement::bindBlob(int index, std::span<const std::byte> bytes) {
  // A null pointer would bind NULL; an empty blob is a value.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  sqlite3_bind_blob64(handle_, index, data, bytes.size(), SQLITE_TRANSIENT);
}
void Statement::bindIds(int index, std::vector<int64_t> ids) {
  bindIdList(handle_, index, std::move(ids));
}

int Statement::columnCount() const {
  return sqlite3_column_count(handle_);
}

ColumnType Statement::type(int index) const {
  switch (sqlite3_column_type(handle_, index)) {
    case SQLITE_INTEGER:
      return ColumnType::Integer;
    case SQLITE_FLOAT:
      return ColumnType::Real;
    case SQLITE_TEXT:
      return ColumnType::Text;
    case SQLITE_BLOB:
      return ColumnType::Blob;
    default:
      return ColumnType::Null;
  }
}

int64_t Statement::int64(int index) const {
  return sqlite3_column_int64(handle_, index);
}
double Statement::real(int index) const {
  return sqlite3_column_double(handle_, index);
}

std::string_view Statement::text(int index) const {
  sqlite3_value* value = sqlite3_column_value(handle_, index);
  auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return data ? std::string_view(data, static_cast<size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

std::span<const std::byte> Statement::blob(int index) const {
  sqlite3_value* value = sqlite3_column_value(handle_, index);
  auto* data = static_cast<const std::byte*>(sqlite3_value_blob(value));
  return {data, data ? static_cast<size_t>(sqlite3_value_bytes(value)) : 0};
}

// ---------------------------------------------------------------- Database

struct Database::Impl {
  Impl(RecoveredFile file, uint32_t pageSize) : vfs(std::move(file.bytes), pageSize), notes(std::move(file.notes)) {}
  SourceVfs vfs;
  Diagnostics notes;
  std::function<bool()> shouldStop;
  uint64_t statements = 0;
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

namespace {

void harden(sqlite3* db) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  // Doubles as text have as many digits as in the newer native engine (the older one wrote 15): CAST(0.1+0.2 AS TEXT)
  // is '0.30000000000000004'.
  sqlite3_db_config(db, SQLITE_DBCONFIG_FP_DIGITS, 17, nullptr);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::unique_ptr<ByteSource> source) {
  SnapshotFiles files;
  files.main = std::move(source);
  return open(std::move(files));
}

Result<std::unique_ptr<Database>> Database::open(SnapshotFiles files) {
  auto file = recover(std::move(files));
  if (!file) return std::move(file.diagnostics());
  if (Status header = checkHeader(*file->bytes); !header) return header.diagnostics();
  const uint32_t pageSize = pageSizeOf(*file->bytes);
  std::unique_ptr<Database> database(new Database(std::make_unique<Impl>(std::move(*file), pageSize)));
  sqlite3*& handle = database->handle_;
  int code = sqlite3_open_v2("snapshot", &handle, SQLITE_OPEN_READONLY, database->impl_->vfs.name());
  if (code != SQLITE_OK) return sqliteFailure(handle, code);
  harden(handle);
  registerIdList(handle);
  sqlite3_set_clientdata(handle, kWorkKey, new Work, [](void* work) { delete static_cast<Work*>(work); });
  std::string pragmas = "PRAGMA cache_size=-" + std::to_string(kCacheKibibytes) +
                        ";PRAGMA temp_store=2;SELECT count(*) FROM sqlite_schema";
  code = sqlite3_exec(handle, pragmas.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqliteFailure(handle, sqlite3_extended_errcode(handle));
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  ++impl_->statements;
  int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr);
  if (code == SQLITE_OK && statement) return Statement(statement);
  if (code == SQLITE_OK) return error("sqlite-error", "the statement is empty");
  Diagnostic failure = sqliteFailure(handle_, code);
  if (int offset = sqlite3_error_offset(handle_); offset >= 0)
    failure.span = Span{static_cast<uint32_t>(offset), static_cast<uint32_t>(offset)};
  return failure;
}

void Database::setProgress(std::function<bool()> shouldStop) {
  impl_->shouldStop = std::move(shouldStop);
  bool active = static_cast<bool>(impl_->shouldStop);
  sqlite3_progress_handler(handle_, kProgressInterval, active ? progressCallback : nullptr,
                           active ? &impl_->shouldStop : nullptr);
}

bool Database::shouldStop() const {
  return impl_->shouldStop && impl_->shouldStop();
}

bool Database::hasTable(std::string_view name) {
  auto statement = prepare("SELECT 1 FROM sqlite_schema WHERE type IN ('table','view') AND name=?1 COLLATE NOCASE");
  if (!statement) return false;
  statement->bind(1, name);
  return statement->step() == Step::Row;
}

const Diagnostics& Database::notes() const {
  return impl_->notes;
}
PageCache& Database::pageCache() {
  return impl_->vfs.cache();
}
uint64_t Database::byteLength() const {
  return impl_->vfs.source().size();
}
uint64_t Database::bytesRead() const {
  return impl_->vfs.cache().bytesRead();
}
uint64_t Database::readCount() const {
  return impl_->vfs.cache().readCount();
}
uint64_t Database::statementCount() const {
  return impl_->statements;
}

Work Database::work() const {
  Work total;
  if (const void* finished = sqlite3_get_clientdata(handle_, kWorkKey)) total = *static_cast<const Work*>(finished);
  for (sqlite3_stmt* s = sqlite3_next_stmt(handle_, nullptr); s; s = sqlite3_next_stmt(handle_, s)) count(total, s);
  return total;
}

}  // namespace premap
