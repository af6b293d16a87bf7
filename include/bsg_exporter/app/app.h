#pragma once

namespace bsg_exporter::app {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;  // usage or configuration

// The whole program: flags, commands, exit code. Blocks until it is over.
int Run(int argc, const char* const* argv);

}  // namespace bsg_exporter::app
