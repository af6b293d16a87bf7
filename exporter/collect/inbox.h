#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/http/transport.h"
#include "exporter/collect/jobs.h"

namespace bsg_exporter::collect {

// What others hand to the reader's thread. Everything may be called from any
// thread; what comes wakes the transport, where the reader waits. Once stopped,
// it drops what comes.
class Inbox {
 public:
  using Message = std::variant<std::unique_ptr<Job>, Reading>;
  using Work = std::function<void()>;

  // Borrows the transport.
  explicit Inbox(http::Transport& transport) : transport_(transport) {}

  void Submit(Message message) { Put(submitted_, std::move(message)); }
  void Post(Work work) { Put(posted_, std::move(work)); }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    transport_.Wake();
  }

  bool stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

  // In the order in which they came.
  std::vector<Message> TakeSubmitted() {
    const std::lock_guard lock(mutex_);
    return std::exchange(submitted_, {});
  }
  std::vector<Work> TakePosted() {
    const std::lock_guard lock(mutex_);
    return std::exchange(posted_, {});
  }

 private:
  template <class T>
  void Put(std::vector<T>& all, T one) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      all.push_back(std::move(one));
    }
    transport_.Wake();
  }

  http::Transport& transport_;
  mutable std::mutex mutex_;
  std::vector<Message> submitted_;  // guarded by mutex_
  std::vector<Work> posted_;        // guarded by mutex_
  bool stopped_ = false;            // guarded by mutex_
};

}  // namespace bsg_exporter::collect
