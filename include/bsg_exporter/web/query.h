#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bsg_exporter::web {

// The parameters of a query ("a=1&b%5Bc%5D=x+y"), decoded, in their order:
// application/x-www-form-urlencoded. Decoded text may hold any byte. A '%'
// without two digits stays as it is, and is told of.
class Query {
 public:
  explicit Query(std::string_view text);

  // The first of that name.
  std::optional<std::string> Get(std::string_view name) const;
  bool IsRepeated(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const {
    return all_;
  }
  // The name, not decoded, of the first parameter with a wrong '%'.
  const std::optional<std::string>& malformed() const { return malformed_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
  std::optional<std::string> malformed_;
};

}  // namespace bsg_exporter::web
