// Edits of one text joined to edits of what they leave, by cutting both into pieces: an undo is one edit however
// many patches made it.
#include "premap/mapping/edits.h"

#include <algorithm>

namespace premap {

namespace {

// The text that some edits leave, as pieces of the original and new ones.
struct Piece {
  Span original;  // of a new one: empty
  std::string_view added;
  size_t size() const { return original.end - original.begin + added.size(); }
};

std::vector<Piece> piecesOf(const TextEdits& edits) {
  std::vector<Piece> pieces;
  uint32_t at = 0;
  for (const TextEdit& edit : edits) {
    pieces.push_back({{at, edit.span.begin}, {}});
    pieces.push_back({{edit.span.end, edit.span.end}, edit.text});
    at = edit.span.end;
  }
  pieces.push_back({{at, UINT32_MAX}, {}});
  return pieces;
}

// Hands out pieces from the front.
class PieceReader {
 public:
  explicit PieceReader(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // Up to an offset of the text they make.
  template <class Use>
  void read(size_t end, Use use) {
    for (; next_ < pieces_.size(); ++next_) {
      Piece& piece = pieces_[next_];
      const size_t length = std::min(piece.size(), end - at_);
      if (length > 0) use(cutFront(piece, length));
      at_ += length;
      if (piece.size() > 0) return;
    }
  }

 private:
  static Piece cutFront(Piece& piece, size_t length) {
    Piece front = piece;
    if (piece.added.empty()) piece.original.begin += static_cast<uint32_t>(length);
    else piece.added.remove_prefix(length);
    if (front.added.empty()) front.original.end = piece.original.begin;
    else front.added = front.added.substr(0, length);
    return front;
  }

  std::vector<Piece> pieces_;
  size_t next_ = 0, at_ = 0;
};

// Edits from pieces: what is left out between two of the original is replaced by the new ones there.
class EditMaker {
 public:
  void keep(const Piece& piece) {
    if (!piece.added.empty()) return add(piece.added);
    if (piece.original.begin > at_ || !text_.empty()) close(piece.original.begin);
    at_ = piece.original.end;
  }
  void add(std::string_view text) { text_ += text; }
  TextEdits take() && { return std::move(edits_); }

 private:
  void close(uint32_t end) {
    edits_.push_back({{at_, end}, std::move(text_)});
    text_.clear();
  }

  TextEdits edits_;
  std::string text_;
  uint32_t at_ = 0;
};

}  // namespace

std::string applyEdits(std::string_view text, const TextEdits& edits) {
  std::string out;
  size_t at = 0, size = text.size();
  for (const TextEdit& edit : edits) size += edit.text.size();
  out.reserve(size);
  for (const TextEdit& edit : edits) {
    out += text.substr(at, edit.span.begin - at);
    out += edit.text;
    at = edit.span.end;
  }
  return out += text.substr(at);
}

TextEdits joinEdits(const TextEdits& first, const TextEdits& second) {
  PieceReader reader(piecesOf(first));
  EditMaker maker;
  auto keep = [&](const Piece& piece) { maker.keep(piece); };
  for (const TextEdit& edit : second) {
    reader.read(edit.span.begin, keep);
    reader.read(edit.span.end, [](const Piece&) {});
    maker.add(edit.text);
  }
  reader.read(SIZE_MAX, keep);
  return std::move(maker).take();
}

}  // namespace premap
