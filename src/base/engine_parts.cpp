// Which parts of the engine are there. One state for the whole program, as its code is.
#include "premap/base/engine_parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace premap {

namespace {

struct Entry {
  std::string_view name;
  EnginePartState state = EnginePartState::Loaded;
  EnginePartFault fault;
  bool isNeeded = false;
};

// In the order of EnginePart.
Entry entries[] = {{"geometry", EnginePartState::Loaded, {}, false},
                   {"tools", EnginePartState::Loaded, {}, false},
                   {"query", EnginePartState::Loaded, {}, false},
                   {"formula", EnginePartState::Loaded, {}, false},
                   {"sqlite", EnginePartState::Loaded, {}, false}};

Entry& entryOf(EnginePart part) {
  return entries[static_cast<size_t>(part)];
}

}  // namespace

std::string_view toString(EnginePart part) {
  return entryOf(part).name;
}

std::optional<EnginePart> partFrom(std::string_view name) {
  for (size_t i = 0; i < std::size(entries); ++i)
    if (entries[i].name == name) return static_cast<EnginePart>(i);
  return std::nullopt;
}

bool isLoaded(EnginePart part) {
  return entryOf(part).state == EnginePartState::Loaded;
}

bool needPart(EnginePart part) {
  if (entryOf(part).state == EnginePartState::Absent) entryOf(part).isNeeded = true;
  return isLoaded(part);
}

bool isPartAsked() {
  return std::any_of(std::begin(entries), std::end(entries), [](const Entry& each) { return each.isNeeded; });
}

const EnginePartFault& faultOf(EnginePart part) {
  return entryOf(part).fault;
}

Diagnostic partMissing(EnginePart part) {
  const EnginePartFault& fault = faultOf(part);
  Diagnostic told = error("part-not-loaded", fault.message.empty() ? "a part of premap is not loaded" : fault.message);
  return fault.hint.empty() ? told : std::move(told).withHint(fault.hint);
}

void setPart(EnginePart part, EnginePartState state, EnginePartFault fault) {
  entryOf(part) = {toString(part), state, std::move(fault), false};
}

std::optional<EnginePart> takeNeededPart() {
  for (size_t i = 0; i < std::size(entries); ++i)
    if (std::exchange(entries[i].isNeeded, false)) return static_cast<EnginePart>(i);
  return std::nullopt;
}

}  // namespace premap
