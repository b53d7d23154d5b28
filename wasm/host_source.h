// HostSource: a ByteSource whose bytes the JavaScript host holds, behind a handle of its own.
#pragma once

#include <memory>

#include "premap/sqlite/byte_source.h"

namespace premap::wasm {

/// `size` is in bytes. The host keeps the handle open as long as the source lives.
std::unique_ptr<ByteSource> makeHostSource(int handle, double size);

/// True when the host wants the running statement to end.
bool hostWantsStop();

}  // namespace premap::wasm
