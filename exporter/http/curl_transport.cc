#include "bsg_exporter/http/curl_transport.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <climits>
#include <deque>
#include <utility>
#include <vector>

#include "exporter/http/curl_handle.h"
#include "exporter/http/curl_transfer.h"

namespace bsg_exporter::http {
namespace {

// After so many completions in a row the sockets get their turn, even if more
// completions are there.
constexpr int kCompletionsPerTurn = 8;

// Once a process, whichever thread comes first. There is no way back: other
// parts of the process may use libcurl as well.
bool GlobalInit() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code == CURLE_OK;
}

// Rounded up: to wake a moment before `until` would only mean to wait again.
int PollMilliseconds(SteadyTime now, SteadyTime until) {
  const auto count =
      std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
  return static_cast<int>(std::clamp<decltype(count)>(count, 0, INT_MAX));
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(CurlMulti multi, CurlTransportOptions options,
                const Clock& clock)
      : user_agent_(std::move(options.user_agent)),
        clock_(clock),
        multi_(std::move(multi)) {
    CurlTransport::SetCapacity(options.capacity);
  }
  ~CurlTransport() override { CurlTransport::CancelAll(); }

  Status AddTransfer();

  void Start(RequestId id, Request request) override;
  std::optional<Completion> Next(SteadyTime until) override;
  void CancelAll() override;
  void Wake() override;
  std::size_t InFlight() const override {
    return active_.size() + ready_.size();
  }
  std::size_t capacity() const override { return capacity_; }
  void SetCapacity(std::size_t capacity) override;

 private:
  Status Begin(RequestId id, Request request);
  void Drive();
  void Complete(CurlTransfer& transfer, Result<Response> result);
  void CompleteAll(CURLMcode code);
  void Retire(CurlTransfer& transfer);

  const std::string user_agent_;
  const Clock& clock_;
  // Lives as long as the transport: with it connections, TLS sessions and
  // addresses. Before the transfers, so that it goes after them.
  const CurlMulti multi_;
  std::vector<std::unique_ptr<CurlTransfer>> transfers_;
  std::vector<CurlTransfer*> idle_;
  std::vector<CurlTransfer*> active_;  // exactly those that multi_ knows
  std::deque<Completion> ready_;
  std::size_t capacity_ = 0;
  int taken_in_a_row_ = 0;
  std::atomic<bool> woken_{false};
};

Status CurlTransport::AddTransfer() {
  Result<std::unique_ptr<CurlTransfer>> transfer =
      CurlTransfer::New(user_agent_);
  if (!transfer.ok()) return std::move(transfer).error();
  idle_.push_back(transfer->get());
  transfers_.push_back(std::move(transfer).value());
  return {};
}

void CurlTransport::Start(RequestId id, Request request) {
  assert(InFlight() < capacity());
  const Status begun = Begin(id, std::move(request));
  if (!begun.ok()) ready_.push_back({id, begun.error(), Duration::zero()});
}

Status CurlTransport::Begin(RequestId id, Request request) {
  if (idle_.empty()) {
    if (Status added = AddTransfer(); !added.ok()) return added;
  }
  CurlTransfer& transfer = *idle_.back();
  transfer.id = id;
  transfer.started = clock_.Steady();
  if (Status ready = transfer.Prepare(std::move(request)); !ready.ok()) {
    transfer.Clear();
    return ready;
  }
  const CURLMcode code = curl_multi_add_handle(multi_.get(), transfer.easy());
  if (code != CURLM_OK) {
    transfer.Clear();
    return Error{Reason::kInternal, curl_multi_strerror(code)};
  }
  idle_.pop_back();
  active_.push_back(&transfer);
  return {};
}

std::optional<Completion> CurlTransport::Next(SteadyTime until) {
  for (;;) {
    if (ready_.empty() || taken_in_a_row_ >= kCompletionsPerTurn) Drive();
    if (!ready_.empty()) {
      ++taken_in_a_row_;
      Completion completion = std::move(ready_.front());
      ready_.pop_front();
      return completion;
    }
    if (woken_.exchange(false)) return std::nullopt;
    const SteadyTime now = clock_.Steady();
    if (now >= until) return std::nullopt;
    const CURLMcode code = curl_multi_poll(
        multi_.get(), nullptr, 0, PollMilliseconds(now, until), nullptr);
    if (code != CURLM_OK) CompleteAll(code);
  }
}

// Lets libcurl do what can be done without waiting, and takes what is done.
void CurlTransport::Drive() {
  taken_in_a_row_ = 0;
  int running = 0;
  const CURLMcode code = curl_multi_perform(multi_.get(), &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CurlTransfer& transfer = CurlTransfer::Of(message->easy_handle);
    Complete(transfer, transfer.Finish(message->data.result));
  }
  if (code != CURLM_OK) CompleteAll(code);
}

void CurlTransport::Complete(CurlTransfer& transfer, Result<Response> result) {
  ready_.push_back(
      {transfer.id, std::move(result), clock_.Steady() - transfer.started});
  Retire(transfer);
}

// libcurl itself is in trouble: better a failure of everything under way than
// to wait for what will not come.
void CurlTransport::CompleteAll(CURLMcode code) {
  while (!active_.empty()) {
    Complete(*active_.back(),
             Error{Reason::kInternal, curl_multi_strerror(code)});
  }
}

void CurlTransport::Retire(CurlTransfer& transfer) {
  curl_multi_remove_handle(multi_.get(), transfer.easy());
  transfer.Clear();
  std::erase(active_, &transfer);
  idle_.push_back(&transfer);
}

void CurlTransport::CancelAll() {
  while (!active_.empty()) Retire(*active_.back());
  ready_.clear();
}

// By default libcurl keeps fewer idle connections than a lull would need.
void CurlTransport::SetCapacity(std::size_t capacity) {
  capacity_ = capacity;
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS,
                    static_cast<long>(capacity));
}

// The flag is what counts; the call only ends a wait that has begun.
void CurlTransport::Wake() {
  woken_.store(true);
  curl_multi_wakeup(multi_.get());
}

}  // namespace

Result<std::unique_ptr<Transport>> NewCurlTransport(
    CurlTransportOptions options, const Clock& clock) {
  if (!GlobalInit()) {
    return Error{Reason::kInternal, "libcurl cannot be initialized"};
  }
  CurlMulti multi(curl_multi_init());
  if (!multi) return Error{Reason::kInternal, "libcurl gives no multi handle"};
  auto transport = std::make_unique<CurlTransport>(std::move(multi),
                                                   std::move(options), clock);
  // One handle now, to learn at once whether libcurl takes the options.
  if (Status added = transport->AddTransfer(); !added.ok()) {
    return added.error();
  }
  return std::unique_ptr<Transport>(std::move(transport));
}

}  // namespace bsg_exporter::http
