#include "bsg_exporter/config/api_key.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/text.h"
#include "exporter/config/files.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxKey = 4096;
constexpr std::string_view kBlanks = " \t\r\n\v\f";

Error Fail(const std::string& what) { return {Reason::kInternal, what}; }

Result<Secret> CheckKey(std::string_view text, const std::string& source) {
  const std::string_view key = Trim(text, kBlanks);
  if (key.empty()) return Fail(source + " is empty, expected an API key");
  const bool printable = std::all_of(key.begin(), key.end(), IsVisible);
  if (!printable || key.size() > kMaxKey) {
    return Fail(source +
                " holds no API key, expected one word of printable ASCII");
  }
  return Secret(std::string(key));
}

}  // namespace

Result<Secret> ReadApiKey(const AccountConfig& account) {
  if (account.api_key_file.empty()) {
    const char* text = std::getenv(account.api_key_env.c_str());
    if (text == nullptr) {
      return Fail("the environment variable named by api_key_env is not set");
    }
    return CheckKey(text, "the environment variable named by api_key_env");
  }
  const Result<std::string> text =
      ReadRegularFile(account.api_key_file, 4 * kMaxKey);
  if (!text.ok()) return text.error();
  return CheckKey(*text, "'" + account.api_key_file + "'");
}

}  // namespace bsg_exporter::config
