// A client that keeps the server busy by TLS alone, without any network.

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "exporter/web/tls_context.h"
#include "exporter/web/tls_stream.h"
#include "tests/support/capture_log.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/support/test_certificate.h"

namespace bsg_exporter::web {
namespace {

// What the server's end of a connection is doing.
struct FloodWire {
  Stream::ReadDone read;
  Stream::WriteDone written;
  std::string sent;
};

class FloodStream final : public Stream {
 public:
  explicit FloodStream(std::shared_ptr<FloodWire> wire)
      : wire_(std::move(wire)) {}

  void ReadSome(ReadDone done) override { wire_->read = std::move(done); }
  void WriteSome(const Pieces& pieces, WriteDone done) override {
    for (const std::string_view piece : pieces) wire_->sent += piece;
    wire_->written = std::move(done);
  }
  std::size_t Unsent() override { return 0; }
  void SetTimer(std::chrono::milliseconds, std::function<void()>) override {}
  void CancelTimer() override {}
  void EndSending() override {}
  void Close() override {
    wire_->read = nullptr;
    wire_->written = nullptr;
  }
  void Reset() override { Close(); }

 private:
  const std::shared_ptr<FloodWire> wire_;
};

class TlsFloodTest : public testing::Test {
 protected:
  void SetUp() override {
    const TestCertificate ours = NewTestCertificate("DNS:ours");
    const auto context =
        NewTlsContext({.cert_file = dir_.Write("cert.pem", ours.certificate),
                       .key_file = dir_.Write("key.pem", ours.key)});
    EXPECT_THAT(context, IsOk());
    server_ =
        NewTlsStream(std::make_unique<FloodStream>(wire_), *context, log_);
    SSL_set_bio(client_.get(), in_, out_);
    SSL_set_connect_state(client_.get());
    Read();
    while (SSL_do_handshake(client_.get()) != 1) ASSERT_TRUE(Exchange());
    while (Exchange()) continue;
  }
  ~TlsFloodTest() override { server_->Close(); }

  void Read() {
    server_->ReadSome([this](IoResult result, std::string_view bytes) {
      reads_.emplace_back(result, bytes);
    });
  }

  // What either has to say to the other; whether that was anything.
  bool Exchange() {
    std::string bytes(BIO_ctrl_pending(out_), '\0');
    if (wire_->read && !bytes.empty()) {
      BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
      std::exchange(wire_->read, nullptr)(IoResult::kOk, bytes);
      return true;
    }
    const std::string sent = std::exchange(wire_->sent, "");
    if (!wire_->written) return false;
    BIO_write(in_, sent.data(), static_cast<int>(sent.size()));
    std::exchange(wire_->written, nullptr)(IoResult::kOk, sent.size());
    return true;
  }

  // So many times, each with an answer of the same kind.
  void AsksForNewKeys(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_EQ(SSL_key_update(client_.get(), SSL_KEY_UPDATE_REQUESTED), 1);
      ASSERT_EQ(SSL_do_handshake(client_.get()), 1);
      while (Exchange()) continue;
    }
  }
  void Says(const std::string& text) {
    ASSERT_GT(
        SSL_write(client_.get(), text.data(), static_cast<int>(text.size())),
        0);
    while (Exchange()) continue;
  }
  void Answer(const std::string& text) {
    std::size_t written = 0;
    server_->WriteSome({text}, [&](IoResult, std::size_t n) { written = n; });
    while (Exchange()) continue;
    EXPECT_EQ(written, text.size());
  }

  using Reads = std::vector<std::pair<IoResult, std::string>>;
  const TempDir dir_;
  CaptureLog log_;
  const std::shared_ptr<FloodWire> wire_ = std::make_shared<FloodWire>();
  std::unique_ptr<Stream> server_;
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{
      SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
  const std::unique_ptr<SSL, decltype(&SSL_free)> client_{
      SSL_new(context_.get()), &SSL_free};
  BIO* const in_ = BIO_new(BIO_s_mem());
  BIO* const out_ = BIO_new(BIO_s_mem());
  Reads reads_;
};

TEST_F(TlsFloodTest, AFewRecordsWithoutTextAreFine) {
  AsksForNewKeys(32);
  Says("hello");
  EXPECT_EQ(reads_, (Reads{{IoResult::kOk, "hello"}}));
}

TEST_F(TlsFloodTest, MoreOfThemEndTheConnection) {
  AsksForNewKeys(33);
  EXPECT_EQ(reads_, (Reads{{IoResult::kBroken, ""}}));
  EXPECT_EQ(log_.lines(),
            std::vector<std::string>{"debug TLS connection failed err=records "
                                     "without text"});
}

TEST_F(TlsFloodTest, ABitOfTextInBetweenMakesThemNoFewer) {
  AsksForNewKeys(32);
  Says("G");
  Read();
  AsksForNewKeys(1);
  EXPECT_EQ(reads_, (Reads{{IoResult::kOk, "G"}, {IoResult::kBroken, ""}}));
}

TEST_F(TlsFloodTest, AnAnswerBeginsTheCountAnew) {
  for (int i = 0; i < 3; ++i) {
    AsksForNewKeys(32);
    Says("hello");
    Answer("well?");
    Read();
  }
  EXPECT_EQ(reads_, (Reads(3, {IoResult::kOk, "hello"})));
}

}  // namespace
}  // namespace bsg_exporter::web
