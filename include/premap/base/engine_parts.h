// Parts of the engine that its host loads when they are first needed: code that few callers use lies in a WebAssembly
// file of its own (wasm/engine_parts.json says which, scripts/split-wasm.mjs puts it there). Natively it is all there.
//
//   if (needPart(EnginePart::Geometry)) measurer.emplace(parts, options);
//   else diagnostics.push_back(warning("geometry-not-loaded", faultOf(EnginePart::Geometry).message));
//
// Whoever calls into a part asks first. While it is not there yet the answer is no, and the call that asked is made
// once more when the host has loaded it (Session::call). When it could not be loaded the answer stays no,
// and why is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "premap/base/diagnostic.h"

namespace premap {

enum class EnginePart : uint8_t {
  Geometry,  ///< measures, boxes and shapes
  Tools,     ///< rows sorted and filtered, tables as files, changes of a mapping, what a refused query was to say
  Query,     ///< rows of a query of one's own; points, structs, lists and instances as JSON
  Formula,   ///< formula columns
  Sqlite,    ///< what SQLite needs for window functions, and to change a database: premap/sqljs has it from its start
};
inline constexpr EnginePart kEngineParts[] = {EnginePart::Geometry, EnginePart::Tools, EnginePart::Query,
                                              EnginePart::Formula, EnginePart::Sqlite};

/// "geometry", as the host names it.
std::string_view toString(EnginePart part);
std::optional<EnginePart> partFrom(std::string_view name);

/// Is the part's code there?
bool isLoaded(EnginePart part);

/// The same, but a part that the host was not asked for yet is asked for.
bool needPart(EnginePart part);

/// Was a part asked for since the last `takeNeededPart`? What is made then is to be made anew.
bool isPartAsked();

/// Why a part could not be loaded, in the host's words; empty when that was not tried.
struct EnginePartFault {
  std::string message, hint;
};
const EnginePartFault& faultOf(EnginePart part);
/// The fault of a call whose code lies in a part that is not there: `part-not-loaded`.
Diagnostic partMissing(EnginePart part);

// --- for the host and the dispatch of calls

enum class EnginePartState : uint8_t {
  Loaded,
  Absent,  ///< the host loads it when it is asked for
  Failed,  ///< it could not be loaded
};
void setPart(EnginePart part, EnginePartState state, EnginePartFault fault = {});

/// The part that was asked for since the last time, if any.
std::optional<EnginePart> takeNeededPart();

}  // namespace premap
