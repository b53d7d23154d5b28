// The envelope every control call answers with: {"ok":true,"value":...} or {"ok":false,"diagnostics":[...]}.
#pragma once

#include <string>
#include <string_view>

#include "premap/base/diagnostic.h"
#include "premap/base/json_writer.h"
#include "premap/mapping/patch.h"
#include "premap/mapping/place.h"

namespace premap {

/// `json` is the value as JSON; "null" when there is nothing to say.
std::string okEnvelope(std::string json = "null");

/// `text` is what the spans refer to (the ECSQL, or the mapping as the user has it): it gives them line and column.
std::string failEnvelope(const Diagnostics& diagnostics, std::string_view text = {});

/// A whole number as JSON: beyond 2^53, where JavaScript's numbers lose digits, as {"$integer":"9007199254740993"}.
std::string exactInteger(std::string_view json);

/// What a call answers that needs a part of the engine which the host has yet to load: {"ok":false,"needs":"geometry"}.
std::string needsEnvelope(std::string_view part);

/// Appends the diagnostics as a JSON array, for answers that are fine and carry warnings.
/// With `patches` those with a patch also have `edits`: what it changes in the text.
void writeDiagnostics(JsonWriter& json, const Diagnostics& diagnostics, std::string_view text,
                      const PatchPlaces* patches = nullptr);

/// Appends the member `span` with bytes, line, column and UTF-16 units.
void writeSpan(JsonWriter& json, Span span, PlaceFinder& places);

/// Appends edits as a JSON array of {span, text}.
void writeEdits(JsonWriter& json, const TextEdits& edits, PlaceFinder& places);

}  // namespace premap
