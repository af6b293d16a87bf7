#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {
namespace {

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

std::string ToString(const Path& path) {
  if (path.parent == nullptr) return "";
  std::string text = ToString(*path.parent) + "/";
  if (path.key.data() == nullptr) return text + std::to_string(path.position);
  for (const char c : path.key) text += IsControl(c) ? '?' : c;
  return text;
}

}  // namespace bsg_exporter::bsg
