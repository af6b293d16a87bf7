#include "exporter/web/authenticator.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "exporter/web/password.h"

namespace bsg_exporter::web {
namespace {

constexpr std::size_t kMaxWaiting = 16;
constexpr std::size_t kMaxRemembered = 1024;

// Lengths go first, so that no two logins are one text.
void Append(std::string& text, std::string_view part) {
  text.append(std::to_string(part.size())).append(":").append(part);
}

}  // namespace

struct Authenticator::Login {
  std::string digest;
  Secret password;
  Secret hash;
  bool exists = false;
};

Authenticator::Authenticator() {
  if (RAND_bytes(salt_.data(), static_cast<int>(salt_.size())) != 1) {
    throw std::runtime_error("there are no random numbers");
  }
}

Authenticator::~Authenticator() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
}

void Authenticator::SetUsers(Users users) {
  users_ = std::move(users);
  int cost = 4;
  for (const auto& [name, hash] : users_) {
    cost = std::max(cost, BcryptCost(hash.Reveal()));
  }
  nobody_ = HashOfNobody(cost);
}

void Authenticator::Check(const Credentials& credentials, Done done) {
  Login login;
  login.password = credentials.password;
  const auto user = users_.find(credentials.user);
  // crypt(3) would see a password up to its first NUL.
  login.exists = user != users_.end() &&
                 login.password.Reveal().find('\0') == std::string::npos;
  login.hash = login.exists ? user->second : Secret(nobody_);
  login.digest = DigestOf(login, credentials.user);
  std::optional<Verdict> known;
  {
    const std::lock_guard lock(mutex_);
    known = Recall(login.digest);
    if (!known && waiting_ >= kMaxWaiting) known = Verdict::kBusy;
    if (!known) ++waiting_;
  }
  if (known) return done(*known);
  if (!worker_) worker_.emplace();
  worker_->Post([this, login = std::move(login), done = std::move(done)] {
    if (const std::optional<Verdict> verdict = WorkOut(login)) done(*verdict);
  });
}

std::string Authenticator::DigestOf(const Login& login,
                                    const std::string& user) const {
  std::string text(salt_.begin(), salt_.end());
  Append(text, user);
  Append(text, login.password.Reveal());
  Append(text, login.hash.Reveal());
  std::string digest(32, '\0');
  EVP_Digest(text.data(), text.size(),
             reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_sha256(), nullptr);
  return digest;
}

std::optional<Authenticator::Verdict> Authenticator::Recall(
    const std::string& digest) const {
  if (right_.contains(digest)) return Verdict::kRight;
  if (wrong_.contains(digest)) return Verdict::kWrong;
  return std::nullopt;
}

std::optional<Authenticator::Verdict> Authenticator::WorkOut(
    const Login& login) {
  {
    const std::lock_guard lock(mutex_);
    // One like it may have been in the queue before it.
    const std::optional<Verdict> known = Recall(login.digest);
    if (known || ending_) {
      --waiting_;
      return known;
    }
  }
  const bool matches =
      PasswordMatches(login.password.Reveal(), login.hash.Reveal());
  const bool right = matches && login.exists;
  const std::lock_guard lock(mutex_);
  --waiting_;
  Digests& digests = right ? right_ : wrong_;
  if (digests.size() >= kMaxRemembered) digests.clear();
  digests.insert(login.digest);
  return right ? Verdict::kRight : Verdict::kWrong;
}

}  // namespace bsg_exporter::web
