#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace bsg_exporter::http {

// libcurl's handles as owners.
struct CurlDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
// These two are `void` to the compiler, so each needs a deleter of its own.
struct CurlEasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CurlMultiDeleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;
using CurlEasy = std::unique_ptr<CURL, CurlEasyDeleter>;
using CurlMulti = std::unique_ptr<CURLM, CurlMultiDeleter>;

// False, and the list as it was, when memory is out.
inline bool Append(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(list.release());  // the same list, or empty before
  list.reset(longer);
  return true;
}

// Sets options of a handle up to the first that is refused.
class CurlSetter {
 public:
  explicit CurlSetter(CURL* easy) : easy_(easy) {}

  // libcurl reads the value through varargs: numbers must be long or
  // curl_off_t, as the option's documentation says.
  template <class T>
  void operator()(CURLoption option, T value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(easy_, option, value);
  }
  void operator()(CURLoption option, const std::string& value) {
    (*this)(option, value.c_str());  // libcurl keeps a copy
  }

  CURLcode code() const { return code_; }

 private:
  CURL* easy_;
  CURLcode code_ = CURLE_OK;
};

}  // namespace bsg_exporter::http
