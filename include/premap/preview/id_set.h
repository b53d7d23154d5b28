// IdSet: many 64-bit ids in little memory. Ids of a snapshot come in long runs, so a chunk of 65536 of them is a bitmap
// (8 KB) once it holds many, a sorted list of their low halves while it holds few.
//
//   IdSet beams, steel;
//   beams.insert(0x2d);                 // true: it was not there
//   countShared(beams, steel);          // how many ids both hold
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace premap {

class IdSet {
 public:
  /// False when the id is there already.
  bool insert(int64_t id);
  bool contains(int64_t id) const;
  /// Cost: that of the other one's size.
  void insertAll(const IdSet& other);
  uint64_t size() const { return size_; }
  size_t byteSize() const;

 private:
  struct Chunk {
    std::vector<uint16_t> few;  ///< sorted; empty once `bits` is in use
    std::vector<uint64_t> bits;
    bool insert(uint16_t low);
    /// How many were not there.
    uint64_t insertAll(const Chunk& other);
    void toBits();
    bool contains(uint16_t low) const;
    template <class Use>
    void forEach(Use use) const;
  };
  friend uint64_t countShared(const IdSet& a, const IdSet& b);
  friend std::vector<int64_t> firstShared(const IdSet& a, const IdSet& b, size_t most);

  std::map<int64_t, Chunk> chunks_;  ///< by the id without its low 16 bits
  uint64_t size_ = 0;
};

/// Ids of rows that went by. Those of elements and of other instances are kept apart: they may be equal.
struct SeenIds {
  IdSet elements, others;
  /// False when an earlier row has it. A row without an id repeats none.
  bool insert(int64_t id, bool isElement) { return !id || (isElement ? elements : others).insert(id); }
};

uint64_t countShared(const IdSet& a, const IdSet& b);
/// The smallest ids both hold, at most so many.
std::vector<int64_t> firstShared(const IdSet& a, const IdSet& b, size_t most);

}  // namespace premap
