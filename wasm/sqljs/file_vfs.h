// The VFS of premap/sqljs: files that the JavaScript host keeps in memory
// (wasm/ts/sqljs/files.ts), readable and writable.
//
// Reads and writes cross to the host page by page, as those of snapshots do: the bytes of a database are not in the
// heap, so they are freed when it is closed, and a snapshot can be opened on them without a copy.
#pragma once

namespace premap::wasm {

/// Registers the VFS, once a module, and answers its name for sqlite3_open_v2.
const char* hostFileVfs();

}  // namespace premap::wasm
