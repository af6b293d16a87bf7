#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/collect/scraper.h"
#include "bsg_exporter/http/transport.h"
#include "bsg_exporter/metrics/self_metrics.h"

namespace bsg_exporter::collect {

// The reader: the one thread that talks to the API, decodes what it says and
// keeps the store. Scrapes are handed to it from any thread.
//
// It owns no thread itself: whoever calls Run() is the reader's thread.
class Reader final : public Scraper {
 public:
  struct Parts {  // all borrowed, all outlive the reader
    http::Transport& transport;
    const Clock& clock;
    Logger& logger;
    metrics::SelfMetrics& metrics;
  };
  Reader(Reading reading, Parts parts);
  ~Reader() override;

  // From now on this is read. What is asked after it is answered by the new
  // configuration, what was asked before by the old one. What has been read,
  // the token and the pace of requests stay as far as they still hold: for an
  // account of the same name and base_url, data in the same time zone, the
  // token with the same key. May be called from any thread.
  void Reload(Reading reading);

  void Scrape(Patience patience,
              std::function<void(metrics::Snapshot)> done) override;
  void Probe(Subject subject, Patience patience,
             std::function<void(Probed)> done) override;
  void Survey(Patience patience,
              std::function<void(metrics::Snapshot)> done) override;
  void Peek(std::function<void(Overview)> done) override;

  // Does this on the reader's thread as soon as it gets round to it, however
  // long it would wait for the API. `work` must be short and must not throw; it
  // is dropped undone once nobody reads any more. From any thread.
  void Post(std::function<void()> work);

  // Serves scrapes until Stop().
  void Run();
  // Serves the scrapes that were handed over, then returns: for programs that
  // want one. May be called again.
  void RunUntilIdle();
  // Ends Run(): scrapes that wait end with what is known, requests under way
  // are cut. A scrape that comes later is dropped: nobody is left to read, so
  // its `done` is destroyed uncalled. May be called from any thread.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bsg_exporter::collect
