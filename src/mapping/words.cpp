// JSON Patch text for the usual repairs, and the sentences that two modules would otherwise word differently.
#include "premap/mapping/words.h"

#include "premap/base/text.h"

namespace premap {

namespace {

std::string onePatch(std::string_view operation, std::string_view path) {
  std::string patch = R"([{"op":")" + std::string(operation) + R"(","path":)";
  appendJsonString(patch, path);
  return patch;
}

constexpr std::string_view kSpaces[] = {" ", "\t", "\n", "\r", "\v", "\f", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B"};

}  // namespace

std::string quoteName(std::string_view name) {
  constexpr size_t kLongest = 60;
  if (name.size() <= kLongest) return "`" + std::string(name) + "`";
  size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) --cut;
  return "`" + std::string(name.substr(0, cut)) + "…`";
}

std::string movePatch(std::string_view from, std::string_view to) {
  std::string patch = R"([{"op":"move","from":)";
  appendJsonString(patch, from);
  patch += R"(,"path":)";
  appendJsonString(patch, to);
  return patch + "}]";
}

std::string replacePatch(std::string_view path, std::string_view value) {
  return onePatch("replace", path) + R"(,"value":)" + std::string(value) + "}]";
}

std::string replaceTextPatch(std::string_view path, std::string_view text) {
  std::string value;
  appendJsonString(value, text);
  return replacePatch(path, value);
}

std::string removePatch(std::string_view path) {
  return onePatch("remove", path) + "}]";
}

RelatedInfo clientAnswer(std::string_view request, std::string_view field, std::string_view message) {
  return {"the API's client refuses to " + std::string(request) + " it (field `" + std::string(field) +
              "`): " + std::string(message),
          "", std::nullopt};
}

RelatedInfo serviceAnswer(std::string_view answer) {
  return {"the API answers " + std::string(answer), "", std::nullopt};
}

std::string_view trim(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (std::string_view space : kSpaces) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
      if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
    }
  }
  return text;
}

}  // namespace premap
