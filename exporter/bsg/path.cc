#include "exporter/bsg/path.h"

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::bsg {

std::string ToString(const Path& path) {
  if (path.parent == nullptr) return "";
  std::string text = ToString(*path.parent) + "/";
  if (path.key.data() == nullptr) return text + std::to_string(path.position);
  return text + Escaped(path.key);
}

}  // namespace bsg_exporter::bsg
