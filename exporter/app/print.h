#pragma once

#include <string_view>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::app {

// The error on standard error, a line a problem; the exit code for it.
int PrintUsageError(const Error& error);

// A piece of a page to standard output.
void PrintPiece(std::string_view text);

// Whether all of standard output got where it should: the exit code.
int FlushOutput();

}  // namespace bsg_exporter::app
