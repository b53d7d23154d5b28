// ResolveOptions: every reading of the contract that decides a value, as a named switch whose default is the
// contract's decision (A1..A38 in docs/resolution.md).
//
//   auto options = optionsFromJson(R"({"entryOrder":"source-first"})");
//   if (options) plan(group, catalog, *options);
//
// The defaults are what premap shows; a switch exists so that one comparison with the live service can flip it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "premap/resolve/switches.h"

namespace premap::resolve {

struct ResolveOptions : Switches {
  std::vector<int64_t> ecInstanceIds;  ///< R19: only rows of these ids; empty = all
  bool operator==(const ResolveOptions&) const = default;
};

/// One switch of docs/words/switches.json.
struct SwitchInfo {
  std::string_view name;
  std::string_view values;  ///< "true|false", the default first
  void (*set)(Switches& switches, size_t value);
};
std::span<const SwitchInfo> switches();

/// Reads the `options` member of a call: an object of switch names, and `ecInstanceIds` as hex texts.
/// Errors: `option-unknown` with the nearest name, `option-value` with the allowed values. Empty text: the defaults.
Result<ResolveOptions> optionsFromJson(std::string_view json);

}  // namespace premap::resolve
