#pragma once

#include <string_view>

namespace bsg_exporter {

// What this binary was made from. The version comes from project() in the root
// CMakeLists.txt, the revision from git at build time: "-dirty" behind it where
// no commit holds what was built, "unknown" outside a checkout.
struct BuildInfo {
  std::string_view version;
  std::string_view revision;
  std::string_view compiler;
};
BuildInfo GetBuildInfo();

}  // namespace bsg_exporter
