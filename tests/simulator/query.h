#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bsg_exporter::simulator {

// The parameters of a query ("a=1&b%5Bc%5D=x+y"), decoded, in their order.
class Query {
 public:
  explicit Query(std::string_view text);

  // The first of that name.
  std::optional<std::string> Get(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const {
    return all_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// A whole decimal number and nothing else.
std::optional<std::int64_t> IntegerOf(std::string_view text);

}  // namespace bsg_exporter::simulator
