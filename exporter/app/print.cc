#include "exporter/app/print.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "bsg_exporter/app/app.h"

namespace bsg_exporter::app {

int PrintUsageError(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return kExitUsage;
}

void PrintPiece(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int FlushOutput() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return kExitOk;
  std::fprintf(stderr, "bsg_exporter: cannot write to standard output: %s\n",
               std::generic_category().message(errno).c_str());
  return kExitFailed;
}

}  // namespace bsg_exporter::app
