#include "exporter/web/authenticator.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <unordered_set>
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
  Done done;
};

// What the thread shares with the object that may end before it does.
class Authenticator::Work {
 public:
  // What is known at once; else it is worked out, and `done` hears of it.
  static std::optional<Verdict> Take(const std::shared_ptr<Work>& work,
                                     Login login);
  // Drops what waits.
  void End();

 private:
  using Digests = std::unordered_set<std::string>;

  void Run();
  std::optional<Login> Next();
  std::optional<Verdict> Recall(const std::string& digest) const;
  // Nothing if it has ended meanwhile.
  std::optional<Verdict> WorkOut(const Login& login);

  bool begun_ = false;  // the thread; Take()'s alone
  std::mutex mutex_;
  std::condition_variable changed_;
  // All guarded by mutex_. What was found out, as digests: nothing here can be
  // turned back into a password. Apart, so that guesses never displace a right
  // login.
  Digests right_;
  Digests wrong_;
  std::deque<Login> queue_;
  bool busy_ = false;
  bool ending_ = false;
};

std::optional<Authenticator::Verdict> Authenticator::Work::Take(
    const std::shared_ptr<Work>& work, Login login) {
  if (!work->begun_) {
    std::thread([work] { work->Run(); }).detach();
    work->begun_ = true;
  }
  const std::lock_guard lock(work->mutex_);
  if (const auto known = work->Recall(login.digest)) return known;
  if (work->queue_.size() + (work->busy_ ? 1 : 0) >= kMaxWaiting) {
    return Verdict::kBusy;
  }
  work->queue_.push_back(std::move(login));
  work->changed_.notify_one();
  return std::nullopt;
}

void Authenticator::Work::End() {
  std::deque<Login> dropped;  // after the lock
  const std::lock_guard lock(mutex_);
  ending_ = true;
  dropped.swap(queue_);
  changed_.notify_one();
}

void Authenticator::Work::Run() {
  while (const std::optional<Login> login = Next()) {
    if (const auto verdict = WorkOut(*login)) login->done(*verdict);
  }
}

std::optional<Authenticator::Login> Authenticator::Work::Next() {
  std::unique_lock lock(mutex_);
  busy_ = false;
  changed_.wait(lock, [this] { return ending_ || !queue_.empty(); });
  if (ending_) return std::nullopt;
  busy_ = true;
  Login login = std::move(queue_.front());
  queue_.pop_front();
  return login;
}

std::optional<Authenticator::Verdict> Authenticator::Work::Recall(
    const std::string& digest) const {
  if (right_.contains(digest)) return Verdict::kRight;
  if (wrong_.contains(digest)) return Verdict::kWrong;
  return std::nullopt;
}

std::optional<Authenticator::Verdict> Authenticator::Work::WorkOut(
    const Login& login) {
  {
    const std::lock_guard lock(mutex_);
    // One like it may have been in the queue before it.
    if (const auto known = Recall(login.digest)) return known;
  }
  const bool matches =
      PasswordMatches(login.password.Reveal(), login.hash.Reveal());
  const bool right = matches && login.exists;
  const std::lock_guard lock(mutex_);
  if (ending_) return std::nullopt;
  Digests& digests = right ? right_ : wrong_;
  if (digests.size() >= kMaxRemembered) digests.clear();
  digests.insert(login.digest);
  return right ? Verdict::kRight : Verdict::kWrong;
}

Authenticator::Authenticator() : work_(std::make_shared<Work>()) {
  if (RAND_bytes(salt_.data(), static_cast<int>(salt_.size())) != 1) {
    throw std::runtime_error("there are no random numbers");
  }
}

Authenticator::~Authenticator() { work_->End(); }

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
  login.done = done;
  if (const auto known = Work::Take(work_, std::move(login))) done(*known);
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

}  // namespace bsg_exporter::web
