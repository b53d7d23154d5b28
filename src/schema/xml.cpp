// A small recursive descent: custom attributes are machine-written, and a whole XML library would
// not be used otherwise.
#include "schema/xml.h"

#include <charconv>

namespace premap {

namespace {

constexpr int kDeepest = 64;

void appendUtf8(std::string& out, uint32_t code) {
  auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | code >> 6), put(0x80 | (code & 63));
  if (code < 0x10000) return put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
  put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 63)), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
}

class XmlParser {
 public:
  explicit XmlParser(std::string_view text) : rest_(text) {}

  std::optional<XmlElement> document() {
    XmlElement root;
    if (!skipMisc() || !element(root, 0) || !skipMisc() || !rest_.empty()) return std::nullopt;
    return root;
  }

 private:
  static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool isNameByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
  }

  bool skip(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  void skipSpace() {
    while (!rest_.empty() && isSpace(rest_[0])) rest_.remove_prefix(1);
  }

  bool skipPast(std::string_view end) {
    size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  // White space, comments and processing instructions around the root.
  bool skipMisc() {
    skip("\xEF\xBB\xBF");
    for (;;) {
      skipSpace();
      if (skip("<!--")) {
        if (!skipPast("-->")) return false;
      } else if (skip("<?")) {
        if (!skipPast("?>")) return false;
      } else {
        return true;
      }
    }
  }

  bool name(std::string& out) {
    size_t length = 0;
    while (length < rest_.size() && isNameByte(rest_[length])) ++length;
    out = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return length > 0;
  }

  bool entity(std::string& out) {
    size_t end = rest_.find(';');
    if (end == std::string_view::npos || end > 10) return false;
    std::string_view body = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (body == "lt") return out += '<', true;
    if (body == "gt") return out += '>', true;
    if (body == "amp") return out += '&', true;
    if (body == "quot") return out += '"', true;
    if (body == "apos") return out += '\'', true;
    if (body.size() < 2 || body[0] != '#') return false;
    const bool hex = body[1] == 'x';
    body.remove_prefix(hex ? 2 : 1);
    uint32_t code = 0;
    auto [stop, fault] = std::from_chars(body.data(), body.data() + body.size(), code, hex ? 16 : 10);
    if (fault != std::errc() || stop != body.data() + body.size() || code == 0 || code > 0x10FFFF) return false;
    appendUtf8(out, code);
    return true;
  }

  // Character data up to `end`, which stays unread.
  bool characters(std::string& out, char end) {
    while (!rest_.empty() && rest_[0] != end) {
      if (skip("&")) {
        if (!entity(out)) return false;
      } else {
        out += rest_[0];
        rest_.remove_prefix(1);
      }
    }
    return !rest_.empty();
  }

  bool attributes(XmlElement& to) {
    for (;;) {
      skipSpace();
      if (rest_.empty()) return false;
      if (rest_[0] == '>' || rest_[0] == '/') return true;
      std::pair<std::string, std::string> attribute;
      if (!name(attribute.first)) return false;
      skipSpace();
      if (!skip("=")) return false;
      skipSpace();
      const char quote = rest_.empty() ? '\0' : rest_[0];
      if (quote != '"' && quote != '\'') return false;
      rest_.remove_prefix(1);
      if (!characters(attribute.second, quote)) return false;
      rest_.remove_prefix(1);
      to.attributes.push_back(std::move(attribute));
    }
  }

  bool element(XmlElement& out, int depth) {
    if (depth > kDeepest || !skip("<") || !name(out.name) || !attributes(out)) return false;
    if (skip("/>")) return true;
    if (!skip(">")) return false;
    for (;;) {
      if (!characters(out.text, '<')) return false;
      if (skip("</")) {
        std::string closing;
        if (!name(closing) || closing != out.name) return false;
        skipSpace();
        return skip(">");
      }
      if (!content(out, depth)) return false;
    }
  }

  bool content(XmlElement& parent, int depth) {
    if (skip("<!--")) return skipPast("-->");
    if (skip("<?")) return skipPast("?>");
    if (skip("<![CDATA[")) {
      size_t end = rest_.find("]]>");
      if (end == std::string_view::npos) return false;
      parent.text += rest_.substr(0, end);
      rest_.remove_prefix(end + 3);
      return true;
    }
    XmlElement child;
    if (!element(child, depth + 1)) return false;
    parent.children.push_back(std::move(child));
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::string XmlElement::attribute(std::string_view wanted) const {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return value;
  return {};
}

std::optional<XmlElement> parseXml(std::string_view text) {
  return XmlParser(text).document();
}

}  // namespace premap
