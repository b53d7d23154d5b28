// The switches by name, from the generated table: an unknown word names the nearest one.
#include "premap/resolve/options.h"

#include <nlohmann/json.hpp>

#include "premap/base/names.h"
#include "premap/base/text.h"

namespace premap::resolve {

namespace {

using Json = nlohmann::json;

#include "resolve/switch_words.inc"

// Which of "a|b|c" a word is.
std::optional<size_t> placeIn(std::string_view words, std::string_view word) {
  for (size_t place = 0;; ++place) {
    const size_t bar = words.find('|');
    if (words.substr(0, bar) == word) return place;
    if (bar == std::string_view::npos) return std::nullopt;
    words.remove_prefix(bar + 1);
  }
}

// True where `value` is one of the switch's, in JSON's own type.
bool set(ResolveOptions& options, const SwitchInfo& info, const Json& value) {
  const bool isFlag = placeIn(info.values, "true").has_value();
  if (isFlag ? !value.is_boolean() : !value.is_string()) return false;
  const std::string word = isFlag ? value.dump() : *value.get_ptr<const std::string*>();
  const std::optional<size_t> place = placeIn(info.values, word);
  if (place) info.set(options, *place);
  return place.has_value();
}

Diagnostic unknownOption(const std::string& name) {
  std::vector<std::string> names{"ecInstanceIds"};
  for (const SwitchInfo& info : kSwitches) names.emplace_back(info.name);
  Diagnostic fault = error("option-unknown", "there is no option `" + name + "`");
  fault.hint = knownNames(name, names);
  return fault;
}

bool readIds(ResolveOptions& options, const Json& list) {
  if (!list.is_array()) return false;
  for (const Json& item : list) {
    if (!item.is_string()) return false;
    auto id = hexToId(*item.get_ptr<const std::string*>());
    if (!id) return false;
    options.ecInstanceIds.push_back(*id);
  }
  return true;
}

}  // namespace

std::span<const SwitchInfo> switches() {
  return kSwitches;
}

Result<ResolveOptions> optionsFromJson(std::string_view json) {
  ResolveOptions options;
  if (json.empty()) return options;
  Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_null()) return options;
  if (!parsed.is_object()) return error("option-value", "`options` must be an object of switches");
  Diagnostics faults;
  for (const auto& [name, value] : parsed.items()) {
    if (name == "ecInstanceIds") {
      if (!readIds(options, value))
        faults.push_back(error("option-value", "`ecInstanceIds` must be an array of ids such as \"0x2d\""));
      continue;
    }
    const SwitchInfo* info = nullptr;
    for (const SwitchInfo& candidate : kSwitches)
      if (candidate.name == name) info = &candidate;
    if (!info) {
      faults.push_back(unknownOption(name));
      continue;
    }
    if (!set(options, *info, value))
      faults.push_back(error("option-value", "`" + name + "` must be one of " + std::string(info->values)));
  }
  if (!faults.empty()) return faults;
  return options;
}

}  // namespace premap::resolve
