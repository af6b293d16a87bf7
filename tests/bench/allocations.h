#pragma once

#include <cstddef>

namespace bsg_exporter {

// How often this thread has called operator new so far; allocations.cc
// replaces it for the whole program.
std::size_t Allocations();

}  // namespace bsg_exporter
