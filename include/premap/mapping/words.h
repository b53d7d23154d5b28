// Wording shared by reading and checking: names in messages, JSON Patch text, what the API's own client would say.
#pragma once

#include <string>
#include <string_view>

#include "premap/base/diagnostic.h"

namespace premap {

/// `name`, cut when it is a paragraph rather than a name.
std::string quoteName(std::string_view name);

/// JSON Patch texts of one operation. `value` is JSON text, `text` becomes a JSON string.
std::string movePatch(std::string_view from, std::string_view to);
std::string replacePatch(std::string_view path, std::string_view value);
std::string replaceTextPatch(std::string_view path, std::string_view text);
std::string removePatch(std::string_view path);

/// What the API's client answers to `request` ("create", "update", …) without sending it.
RelatedInfo clientAnswer(std::string_view request, std::string_view field, std::string_view message);
/// What the service itself answers.
RelatedInfo serviceAnswer(std::string_view answer);

/// Text without the white space around it; only-white-space becomes empty.
std::string_view trim(std::string_view text);

}  // namespace premap
