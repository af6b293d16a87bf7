// A file of its own: where the compiler sees both the replaced operators and
// their use, it takes malloc and delete for a mismatch.

#include "tests/bench/allocations.h"

#include <cstdlib>
#include <new>

namespace {
thread_local std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

std::size_t bsg_exporter::Allocations() { return allocations; }
