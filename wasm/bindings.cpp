// The WebAssembly boundary; the only file that knows embind. Text is JSON in UTF-8, batches are copies, nothing throws.
//
//   const engine = new module.Engine();
//   JSON.parse(engine.open(handle, size, -1, -1, false));   // {ok: true, value: {session: 1}}
//   JSON.parse(engine.call(1, "info", "{}", undefined));
//   engine.next(1, cursor, 65536, 262144, 50);    // Uint8Array, owned by the caller
#include <emscripten/bind.h>
#include <malloc.h>

#include <map>

#include "host_source.h"
#include "premap/base/engine_parts.h"
#include "premap/preview/batch.h"
#include "premap/session/envelope.h"
#include "premap/session/session.h"
#include "premap/session/table_session.h"

namespace premap::wasm {

namespace {

emscripten::val copyOf(const uint8_t* bytes, size_t size) {
  return emscripten::val(emscripten::typed_memory_view(size, bytes)).call<emscripten::val>("slice");
}
emscripten::val copyOf(const std::vector<uint8_t>& bytes) {
  return copyOf(bytes.data(), bytes.size());
}

std::unique_ptr<ByteSource> sourceOrNull(int handle, double size) {
  return size < 0 ? nullptr : makeHostSource(handle, size);
}

}  // namespace

/// The open snapshots of one engine, by number. Number 0 stands for no snapshot.
class Engine {
 public:
  Engine() {
    for (EnginePart part : kEngineParts) premap::setPart(part, EnginePartState::Absent);
  }

  /// The file's handle is followed by that of its write-ahead log and that of its journal; a size below
  /// 0: there is none.
  std::string open(int handle, double size, double walSize, double journalSize, bool mayLackLog) {
    SnapshotFiles files{makeHostSource(handle, size), sourceOrNull(handle + 1, walSize),
                        sourceOrNull(handle + 2, journalSize), mayLackLog};
    auto session = Session::open(std::move(files), readings_);
    if (!session) return failEnvelope(session.diagnostics());
    (*session)->setStop(hostWantsStop);
    const int id = ++lastId_;
    sessions_.emplace(id, std::move(*session));
    return okEnvelope("{\"session\":" + std::to_string(id) + "}");
  }

  /// `text` is a mapping's, or undefined. It may be megabytes: as a `val` it is copied in once, as a string twice.
  std::string call(int session, const std::string& method, const std::string& params, emscripten::val text) {
    std::optional<std::string> mapping;
    if (!text.isUndefined()) mapping = text.as<std::string>();
    if (session == 0) return callWithoutSnapshot(*readings_, method, params, std::move(mapping));
    Session* found = find(session);
    return found ? found->call(method, params, std::move(mapping)) : failEnvelope({closed()});
  }

  emscripten::val next(int session, int cursor, unsigned maxRows, unsigned maxBytes, double milliseconds) {
    Session* found = find(session);
    return copyOf(found ? found->next(cursor, {maxRows, maxBytes, milliseconds})
                        : failedBatch(failEnvelope({closed()})));
  }

  void close(int session) { sessions_.erase(session); }

  /// A table file (premap/preview/table_file.h) whose bytes the host holds: {"ok":true,"value":{"table":1}}.
  std::string openTable(int handle, double size) {
    if (!needPart(EnginePart::Tools)) return failEnvelope({partMissing(EnginePart::Tools)});
    return openTableNow(handle, size);
  }

  /// What a query of it answers: an envelope, and bytes that are a copy: {head, bytes}.
  emscripten::val tableRows(int table, const std::string& query) {
    const auto it = tables_.find(table);
    return it == tables_.end() ? told({failEnvelope({closed()}), {}}) : rowsNow(*it->second, query);
  }

  void closeTable(int table) { tables_.erase(table); }

  /// What became of a part that a call needed ({"ok":false,"needs":"tools"}): it was loaded, or why it was not.
  /// Without a reason it will be asked for again.
  void setPart(const std::string& name, bool isLoaded, const std::string& why, const std::string& hint) {
    const std::optional<EnginePart> part = partFrom(name);
    const EnginePartState missing = why.empty() ? EnginePartState::Absent : EnginePartState::Failed;
    if (part) premap::setPart(*part, isLoaded ? EnginePartState::Loaded : missing, {why, hint});
  }

  /// Bytes in use, without what the allocator holds free.
  double heapBytes() const { return static_cast<double>(mallinfo().uordblks); }

 private:
  // These lie in the part, with what they call.
  [[gnu::noinline]] std::string openTableNow(int handle, double size) {
    auto table = TableSession::open(makeHostSource(handle, size), hostWantsStop);
    if (!table) return failEnvelope(table.diagnostics());
    const int id = ++lastId_;
    tables_.emplace(id, std::move(*table));
    return okEnvelope("{\"table\":" + std::to_string(id) + "}");
  }
  [[gnu::noinline]] static emscripten::val rowsNow(TableSession& table, const std::string& query) {
    return told(table.rows(query));
  }
  [[gnu::noinline]] static emscripten::val told(const TableAnswer& answer) {
    emscripten::val told = emscripten::val::object();
    told.set("head", answer.head);
    told.set("bytes", copyOf(reinterpret_cast<const uint8_t*>(answer.bytes.data()), answer.bytes.size()));
    return told;
  }
  Session* find(int id) {
    const auto it = sessions_.find(id);
    return it == sessions_.end() ? nullptr : it->second.get();
  }
  static Diagnostic closed() { return error("snapshot-closed", "the snapshot is closed"); }

  std::shared_ptr<Readings> readings_ = std::make_shared<Readings>();
  std::map<int, std::unique_ptr<Session>> sessions_;
  std::map<int, std::unique_ptr<TableSession>> tables_;
  int lastId_ = 0;
};

}  // namespace premap::wasm

EMSCRIPTEN_BINDINGS(premap) {
  using premap::wasm::Engine;
  emscripten::class_<Engine>("Engine")
      .constructor<>()
      .function("open", &Engine::open)
      .function("call", &Engine::call)
      .function("next", &Engine::next)
      .function("close", &Engine::close)
      .function("openTable", &Engine::openTable)
      .function("tableRows", &Engine::tableRows)
      .function("closeTable", &Engine::closeTable)
      .function("setPart", &Engine::setPart)
      .function("heapBytes", &Engine::heapBytes);
}
