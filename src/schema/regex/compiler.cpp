// From tree to instructions; every piece falls through to what follows it, counted repetitions are written out.
#include "schema/regex/program.h"

namespace premap {

namespace {

using Op = RegexInstruction::Op;
using Kind = RegexNode::Kind;

constexpr size_t kLongestProgram = 60'000;

bool canBeEmpty(const RegexNode& node) {
  switch (node.kind) {
    case Kind::Set:
      return false;
    case Kind::Repeat:
      return node.least == 0 || canBeEmpty(*node.parts[0]);
    case Kind::Choice:
      for (const auto& part : node.parts)
        if (canBeEmpty(*part)) return true;
      return false;
    default:
      for (const auto& part : node.parts)
        if (!canBeEmpty(*part)) return false;
      return true;
  }
}

// Instructions are laid out in order, so every piece falls through to what follows it.
class Compiler {
 public:
  Result<RegexProgram> compile(RegexTree tree) {
    program_.groupCount = tree.groupCount;
    save(0);
    emit(*tree.root);
    save(1);
    add(Op::Match);
    if (tooLong_) return error("regex-invalid", "regex: the pattern is too large");
    program_.anchored = beginsAtText(*tree.root);
    return std::move(program_);
  }

 private:
  uint32_t here() const { return static_cast<uint32_t>(program_.code.size()); }

  uint32_t add(Op op) {
    if (program_.code.size() >= kLongestProgram) tooLong_ = true;
    RegexInstruction instruction;
    instruction.op = op;
    instruction.next = here() + 1;
    program_.code.push_back(instruction);
    return here() - 1;
  }

  void save(int slot) { program_.code[add(Op::Save)].other = static_cast<uint32_t>(slot); }

  void emit(const RegexNode& node) {
    if (tooLong_) return;
    switch (node.kind) {
      case Kind::Empty:
        break;
      case Kind::Set:
        program_.code[add(Op::Set)].other = setIndex(node);
        break;
      case Kind::Place:
        program_.code[add(Op::Place)].place = node.place;
        break;
      case Kind::Group:
        if (node.group) save(2 * node.group);
        emit(*node.parts[0]);
        if (node.group) save(2 * node.group + 1);
        break;
      case Kind::Sequence:
        for (const auto& part : node.parts) emit(*part);
        break;
      case Kind::Choice:
        choice(node);
        break;
      case Kind::Repeat:
        repeat(node);
        break;
    }
  }

  // Copies of a repeated part share their set.
  uint32_t setIndex(const RegexNode& node) {
    for (const auto& [known, index] : setOf_)
      if (known == &node) return index;
    program_.sets.push_back(node.set);
    setOf_.push_back({&node, static_cast<uint32_t>(program_.sets.size() - 1)});
    return setOf_.back().second;
  }

  void choice(const RegexNode& node) {
    std::vector<uint32_t> jumps;
    for (size_t i = 0; i + 1 < node.parts.size(); ++i) {
      const uint32_t split = add(Op::Split);
      emit(*node.parts[i]);
      jumps.push_back(add(Op::Jump));
      program_.code[split].other = here();
    }
    emit(*node.parts.back());
    for (uint32_t jump : jumps) program_.code[jump].next = here();
  }

  void prefer(uint32_t split, uint32_t enter, uint32_t leave, bool greedy) {
    program_.code[split].next = greedy ? enter : leave;
    program_.code[split].other = greedy ? leave : enter;
  }

  void repeat(const RegexNode& node) {
    const RegexNode& part = *node.parts[0];
    for (int i = 0; i + 1 < node.least; ++i) emit(part);
    if (node.most < 0) {
      if (node.least == 0) return star(part, node.greedy);
      return plus(part, node.greedy);
    }
    if (node.least > 0) emit(part);
    optional(part, node.most - node.least, node.greedy);
  }

  void plus(const RegexNode& part, bool greedy) {
    const uint32_t begin = here();
    emit(part);
    const uint32_t split = add(Op::Split);
    prefer(split, begin, here(), greedy);
  }

  // A part that can be empty would close the loop without a step and lose its groups: (x+)? keeps them, as RE2 does.
  void star(const RegexNode& part, bool greedy) {
    const uint32_t split = add(Op::Split);
    const uint32_t begin = here();
    if (canBeEmpty(part)) {
      plus(part, greedy);
    } else {
      emit(part);
      program_.code[add(Op::Jump)].next = split;
    }
    prefer(split, begin, here(), greedy);
  }

  // (x(x(x)?)?)?
  void optional(const RegexNode& part, int times, bool greedy) {
    std::vector<uint32_t> splits;
    for (int i = 0; i < times && !tooLong_; ++i) {
      splits.push_back(add(Op::Split));
      emit(part);
    }
    for (uint32_t split : splits) prefer(split, split + 1, here(), greedy);
  }

  static bool beginsAtText(const RegexNode& node) {
    if (node.kind == Kind::Place) return node.place == kTextBegin;
    if (node.kind == Kind::Group || node.kind == Kind::Sequence)
      return !node.parts.empty() && beginsAtText(*node.parts[0]);
    return false;
  }

  RegexProgram program_;
  std::vector<std::pair<const RegexNode*, uint32_t>> setOf_;
  bool tooLong_ = false;
};

}  // namespace

Result<RegexProgram> compileRegex(RegexTree tree) {
  return Compiler().compile(std::move(tree));
}

}  // namespace premap
