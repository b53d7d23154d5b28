// All ways a pattern could go on are followed side by side, character by character (Pike's machine): linear
// time, whatever the pattern.
#include <algorithm>

#include "schema/regex/program.h"
#include "schema/regex/regex.h"
#include "schema/regex/utf8.h"

namespace premap {

namespace {

using Op = RegexInstruction::Op;
constexpr size_t kUnset = static_cast<size_t>(-1);

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

uint8_t placesAt(std::string_view text, size_t at) {
  uint8_t places = 0;
  if (at == 0) places |= kTextBegin;
  if (at == text.size()) places |= kTextEnd;
  if (at == 0 || text[at - 1] == '\n') places |= kLineBegin;
  if (at == text.size() || text[at] == '\n') places |= kLineEnd;
  const bool before = at > 0 && isWordByte(text[at - 1]), after = at < text.size() && isWordByte(text[at]);
  return static_cast<uint8_t>(places | (before != after ? kWordBoundary : kNoWordBoundary));
}

// Threads in order of preference, each instruction at most once: its index in `dense` is known from `sparse`.
class ThreadList {
 public:
  ThreadList(size_t instructions, size_t slots) : sparse_(instructions), slots_(slots) {}

  bool contains(uint32_t pc) const { return sparse_[pc] < dense_.size() && dense_[sparse_[pc]] == pc; }
  void add(uint32_t pc, const std::vector<size_t>& saved) {
    sparse_[pc] = static_cast<uint32_t>(dense_.size());
    dense_.push_back(pc);
    saved_.insert(saved_.end(), saved.begin(), saved.end());
  }
  size_t size() const { return dense_.size(); }
  uint32_t pc(size_t i) const { return dense_[i]; }
  const size_t* saved(size_t i) const { return saved_.data() + i * slots_; }
  void clear() { dense_.clear(), saved_.clear(); }

 private:
  std::vector<uint32_t> sparse_, dense_;
  std::vector<size_t> saved_;
  size_t slots_;
};

class Matcher {
 public:
  Matcher(const RegexProgram& program, std::string_view text, size_t slots)
      : program_(program),
        text_(text),
        current_(program.code.size(), slots),
        next_(program.code.size(), slots),
        saved_(slots, kUnset) {}

  // Leftmost-first: the first thread in order of preference that matches wins over all behind it.
  bool run(std::vector<size_t>& result) {
    bool matched = false;
    for (size_t at = 0;;) {
      if (!matched && (at == 0 || !program_.anchored)) {
        std::fill(saved_.begin(), saved_.end(), kUnset);
        follow(current_, 0, at);
      }
      if (current_.size() == 0 && (matched || program_.anchored)) break;
      const Decoded c = at < text_.size() ? decodeUtf8(text_.substr(at)) : Decoded{kInvalidByte, 1};
      if (step(c.value, at + c.length, result)) {
        matched = true;
        if (saved_.empty()) return true;
      }
      if (at >= text_.size()) break;
      at += c.length;
      std::swap(current_, next_);
      next_.clear();
    }
    return matched;
  }

 private:
  struct Pending {
    uint32_t pc;
    uint32_t slot;  // of a Save to undo; kNoSlot for a place to visit
    size_t value;
  };
  static constexpr uint32_t kNoSlot = UINT32_MAX;

  // Adds every thread that can be reached from `pc` without a character.
  void follow(ThreadList& list, uint32_t start, size_t at) {
    pending_.push_back({start, kNoSlot, 0});
    while (!pending_.empty()) {
      const Pending todo = pending_.back();
      pending_.pop_back();
      if (todo.slot != kNoSlot) {
        saved_[todo.slot] = todo.value;
        continue;
      }
      if (list.contains(todo.pc)) continue;
      list.add(todo.pc, saved_);
      visit(todo.pc, at);
    }
  }

  void visit(uint32_t pc, size_t at) {
    const RegexInstruction& instruction = program_.code[pc];
    switch (instruction.op) {
      case Op::Jump:
        pending_.push_back({instruction.next, kNoSlot, 0});
        break;
      case Op::Split:
        pending_.push_back({instruction.other, kNoSlot, 0});
        pending_.push_back({instruction.next, kNoSlot, 0});
        break;
      case Op::Save:
        if (instruction.other < saved_.size()) {
          pending_.push_back({0, instruction.other, saved_[instruction.other]});
          saved_[instruction.other] = at;
        }
        pending_.push_back({instruction.next, kNoSlot, 0});
        break;
      case Op::Place:
        if (placesAt(text_, at) & instruction.place) pending_.push_back({instruction.next, kNoSlot, 0});
        break;
      case Op::Set:
      case Op::Match:
        break;
    }
  }

  // Lets every thread read the character; true when one of them had matched before it.
  bool step(char32_t c, size_t after, std::vector<size_t>& result) {
    for (size_t i = 0; i < current_.size(); ++i) {
      const RegexInstruction& instruction = program_.code[current_.pc(i)];
      if (instruction.op == Op::Match) {
        result.assign(current_.saved(i), current_.saved(i) + saved_.size());
        current_.clear();
        return true;
      }
      if (instruction.op != Op::Set || c == kInvalidByte || !program_.sets[instruction.other].contains(c)) continue;
      saved_.assign(current_.saved(i), current_.saved(i) + saved_.size());
      follow(next_, instruction.next, after);
    }
    current_.clear();
    return false;
  }

  const RegexProgram& program_;
  std::string_view text_;
  ThreadList current_, next_;
  std::vector<size_t> saved_;
  std::vector<Pending> pending_;
};

}  // namespace

Regex::Regex(std::unique_ptr<RegexProgram> program) : program_(std::move(program)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::compile(std::string_view pattern) {
  auto tree = parseRegex(pattern);
  if (!tree) return tree.diagnostics();
  auto program = compileRegex(std::move(*tree));
  if (!program) return program.diagnostics();
  return Regex(std::make_unique<RegexProgram>(std::move(*program)));
}

bool Regex::search(std::string_view text, std::vector<std::string_view>* groups) const {
  const size_t slots = groups ? 2 * (static_cast<size_t>(program_->groupCount) + 1) : 0;
  std::vector<size_t> places;
  if (!Matcher(*program_, text, slots).run(places)) return false;
  if (!groups) return true;
  groups->assign(slots / 2, {});
  for (size_t i = 0; i < groups->size(); ++i)
    if (places[2 * i] != kUnset && places[2 * i + 1] != kUnset)
      (*groups)[i] = text.substr(places[2 * i], places[2 * i + 1] - places[2 * i]);
  return true;
}

std::optional<std::string> Regex::rewrite(std::string_view rewrite, const std::vector<std::string_view>& groups) const {
  std::string out;
  for (size_t i = 0; i < rewrite.size(); ++i) {
    if (rewrite[i] != '\\') {
      out += rewrite[i];
      continue;
    }
    const char c = ++i < rewrite.size() ? rewrite[i] : '\0';
    if (c == '\\') out += c;
    else if (c >= '0' && c <= '9' && static_cast<size_t>(c - '0') < groups.size())
      out += groups[static_cast<size_t>(c - '0')];
    else return std::nullopt;
  }
  return out;
}

}  // namespace premap
