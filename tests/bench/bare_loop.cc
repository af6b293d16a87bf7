// What a scrape is held against: libcurl and nothing else. Fetches documents
// with a pool of reused handles and throws them away. For each line of standard
// input it fetches all of them once and says what that cost.

#include <curl/curl.h>
#include <sys/resource.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Freed {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t Forget(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

void Check(bool good, const char* what) {
  if (good) return;
  std::cerr << "bare_loop: " << what << '\n';
  std::exit(1);
}

class BareLoop {
 public:
  BareLoop(const std::string& token, std::size_t pool)
      : multi_(curl_multi_init()),
        headers_(curl_slist_append(
            nullptr, ("Authorization: Bearer " + token).c_str())) {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS,
                      static_cast<long>(pool));
    for (std::size_t i = 0; i < pool; ++i) idle_.push_back(NewHandle());
  }

  void FetchAll(const std::vector<std::string>& urls) {
    std::size_t started = 0;
    std::size_t done = 0;
    while (done < urls.size()) {
      while (started < urls.size() && !idle_.empty()) Start(urls[started++]);
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      if (const std::size_t ended = TakeEnded(); ended > 0) {
        done += ended;
      } else {
        curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
      }
    }
  }

 private:
  CURL* NewHandle() const {
    CURL* const easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Forget);
    return easy;
  }

  void Start(const std::string& url) {
    CURL* const easy = idle_.back();
    idle_.pop_back();
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_multi_add_handle(multi_.get(), easy);
  }

  std::size_t TakeEnded() {
    std::size_t ended = 0;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      CURL* const easy = message->easy_handle;
      long status = 0;
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      Check(message->data.result == CURLE_OK && status == 200, "a bad answer");
      curl_multi_remove_handle(multi_.get(), easy);
      idle_.push_back(easy);
      ++ended;
    }
    return ended;
  }

  const std::unique_ptr<CURLM, Freed> multi_;
  const std::unique_ptr<curl_slist, Freed> headers_;
  std::vector<CURL*> idle_;  // they last as long as the program
};

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) +
           1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::vector<std::string> Urls(const std::string& base, long first, long count) {
  std::vector<std::string> urls;
  for (long id = first; id < first + count; ++id) {
    urls.push_back(base + "/api/campaigns/" + std::to_string(id) + "/detail");
  }
  return urls;
}

}  // namespace

int main(int argc, char** argv) {
  Check(argc == 6, "usage: bare_loop BASE_URL TOKEN FIRST_ID COUNT POOL");
  Check(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "no libcurl");
  const auto urls = Urls(argv[1], std::atol(argv[3]), std::atol(argv[4]));
  BareLoop loop(argv[2], static_cast<std::size_t>(std::atol(argv[5])));
  for (std::string line; std::getline(std::cin, line);) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu = CpuSeconds();
    loop.FetchAll(urls);
    const std::chrono::duration<double> wall =
        std::chrono::steady_clock::now() - start;
    std::cout << "cpu " << CpuSeconds() - cpu << " wall " << wall.count()
              << std::endl;
  }
}
