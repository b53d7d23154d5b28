// A field whose value must be one of a closed list of words.
#pragma once

#include "check/contract/checks.h"
#include "premap/base/text.h"
#include "premap/mapping/words.h"

namespace premap {

template <class T>
bool isAllowed(const Word<T>& word, ApiGeneration api) {
  return api == ApiGeneration::V1 ? word.isV1 : word.isGroupingAndMapping;
}

/// The word people mean by a common other one: "Float" -> "Double"; empty when `allowed` has none.
std::string wordMeant(std::string_view written, const std::vector<std::string>& allowed);

/// Reports `enum-unknown` and answers false when the word is not in the list of this API; spellings are case-sensitive.
template <class T>
bool checkWord(std::span<const Word<T>> words, const TextField& field, const Place& place, const Contract& contract) {
  std::vector<std::string> allowed;
  const Word<T>* ofOtherApi = nullptr;
  for (const Word<T>& word : words) {
    if (isAllowed(word, contract.api)) {
      if (word.text == field.value) return true;
      if (word.text != "Undefined") allowed.emplace_back(word.text);
    } else if (word.text == field.value) {
      ofOtherApi = &word;
    }
  }
  Diagnostic fault = onField(error("enum-unknown", quoteName(field.value) + " is no `" + std::string(field.key) + "`" +
                                                       (ofOtherApi ? " of Grouping and Mapping" : "")),
                             place, field);
  const std::string nearest = wordMeant(field.value, allowed);
  if (!nearest.empty()) {
    const bool isCaseOnly = equalsIgnoreCase(nearest, field.value);
    fault.hint = isCaseOnly ? "write `" + nearest + "`; spelling is case-sensitive" : "did you mean `" + nearest + "`?";
    fault.patch = replaceTextPatch(place.at(field), nearest);
    fault.isPatchSafe = isCaseOnly;
  } else {
    fault.hint = "it is one of";
    for (size_t i = 0; i < allowed.size(); ++i) fault.hint += (i ? ", `" : " `") + allowed[i] + "`";
  }
  contract.sink.add(std::move(fault));
  return false;
}

}  // namespace premap
