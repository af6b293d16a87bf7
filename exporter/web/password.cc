#include "exporter/web/password.h"

#include <crypt.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <memory>
#include <string_view>

namespace bsg_exporter::web {

bool PasswordMatches(const std::string& password, const std::string& hash) {
  const auto scratch = std::make_unique<crypt_data>();  // 32 KiB
  const char* made = crypt_r(password.c_str(), hash.c_str(), scratch.get());
  const bool same = made != nullptr &&
                    std::string_view(made).size() == hash.size() &&
                    CRYPTO_memcmp(made, hash.data(), hash.size()) == 0;
  OPENSSL_cleanse(scratch.get(), sizeof(crypt_data));
  return same;
}

int BcryptCost(const std::string& hash) {
  return hash.size() > 6 ? std::atoi(hash.substr(4, 2).c_str()) : 0;
}

std::string HashOfNobody(int cost) {
  constexpr std::size_t kSaltAndHash = 22 + 31;
  std::string hash = cost < 10 ? "$2b$0" : "$2b$";
  return hash.append(std::to_string(cost))
      .append("$")
      .append(kSaltAndHash, '.');
}

}  // namespace bsg_exporter::web
