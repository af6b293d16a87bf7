#include "exporter/web/tls_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/capture_log.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/support/test_certificate.h"

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A record that no key has made: 32 bytes of application data.
const std::string kGarbage =
    std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, '?');

// The network under the stream. It moves when the test says so, and holds the
// stream to what wire.h asks of those who use one.
class FakeWire final : public Stream {
 public:
  explicit FakeWire(bool& alive) : alive_(alive) { alive_ = true; }
  ~FakeWire() override { alive_ = false; }

  void ReadSome(ReadDone done) override {
    EXPECT_FALSE(read_) << "one read at a time";
    read_ = std::move(done);
  }
  void WriteSome(const Pieces& pieces, WriteDone done) override {
    EXPECT_FALSE(write_) << "one write at a time";
    offered_ = pieces;
    write_ = std::move(done);
  }
  std::size_t Unsent() override { return unsent; }
  void SetTimer(std::chrono::milliseconds, std::function<void()>) override {}
  void CancelTimer() override {}
  void EndSending() override {
    EXPECT_FALSE(write_) << "not all is sent";
    ended = true;
  }
  void Close() override { closed = true; }
  void Reset() override { closed = true; }

  bool reading() const { return read_ != nullptr; }
  bool writing() const { return write_ != nullptr; }

  void Deliver(std::string_view bytes) { Read(IoResult::kOk, bytes); }
  void End() { Read(IoResult::kEnd, {}); }
  // At most `size` bytes of what is to be written.
  std::string Take(std::size_t size = std::string::npos) {
    std::string taken;
    for (const std::string_view piece : offered_) taken += piece;
    taken.resize(std::min(size, taken.size()));
    Written(IoResult::kOk, taken.size());
    return taken;
  }
  // What is under way ends, as after Close().
  void Break() {
    const WriteDone write = std::exchange(write_, nullptr);
    const ReadDone read = std::exchange(read_, nullptr);
    if (write) write(IoResult::kBroken, 0);
    if (read) read(IoResult::kBroken, {});
  }

  std::size_t unsent = 0;
  bool ended = false;
  bool closed = false;

 private:
  // What a callback holds is let go once it has run, and this object with it.
  void Read(IoResult result, std::string_view bytes) {
    ASSERT_TRUE(reading());
    const ReadDone done = std::exchange(read_, nullptr);
    done(result, bytes);
  }
  void Written(IoResult result, std::size_t size) {
    ASSERT_TRUE(writing());
    const WriteDone done = std::exchange(write_, nullptr);
    done(result, size);
  }

  bool& alive_;
  ReadDone read_;
  WriteDone write_;
  Pieces offered_;
};

// OpenSSL at the other end, between two pipes in memory.
class TlsClient {
 public:
  TlsClient()
      : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free),
        tls_(SSL_new(context_.get()), &SSL_free),
        in_(BIO_new(BIO_s_mem())),
        out_(BIO_new(BIO_s_mem())) {
    SSL_set_bio(tls_.get(), in_, out_);  // it owns them
    SSL_set_connect_state(tls_.get());
  }

  void Handshake() { SSL_do_handshake(tls_.get()); }
  bool connected() const { return SSL_is_init_finished(tls_.get()) != 0; }
  void Receive(std::string_view bytes) {
    BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
  }
  // The text of all records that have come.
  std::string Read() {
    ERR_clear_error();
    std::string text;
    std::array<char, 4096> chunk;
    for (int n; (n = SSL_read(tls_.get(), chunk.data(), chunk.size())) > 0;) {
      text.append(chunk.data(), static_cast<std::size_t>(n));
    }
    return text;
  }
  // Whether the server has said that no more comes.
  bool ended() const {
    return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }
  // One record each, as bytes for the wire.
  std::string Record(const std::string& text) {
    SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()));
    return Sent();
  }
  std::string CloseNotify() {
    SSL_shutdown(tls_.get());
    return Sent();
  }
  std::string Sent() {
    std::string bytes(BIO_ctrl_pending(out_), '\0');
    BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
  }

 private:
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  const std::unique_ptr<SSL, void (*)(SSL*)> tls_;
  BIO* const in_;
  BIO* const out_;
};

std::string NameOf(IoResult result) {
  return result == IoResult::kOk    ? "ok"
         : result == IoResult::kEnd ? "end"
                                    : "broken";
}

class TlsStreamTest : public testing::Test {
 protected:
  TlsStreamTest() {
    static const TestCertificate identity = NewTestCertificate("DNS:a");
    const TempDir dir;
    auto context =
        NewTlsContext({.cert_file = dir.Write("c", identity.certificate),
                       .key_file = dir.Write("k", identity.key)});
    EXPECT_THAT(context, IsOk());
    auto wire = std::make_unique<FakeWire>(wire_alive_);
    wire_ = wire.get();
    stream_ = NewTlsStream(std::move(wire), context.value(), log_);
  }
  // A wire's callbacks come in any case.
  ~TlsStreamTest() override {
    stream_.reset();
    if (wire_alive_) wire_->Break();
    EXPECT_FALSE(wire_alive_);
  }

  void Read() {
    stream_->ReadSome([this](IoResult result, std::string_view bytes) {
      reads_.push_back(NameOf(result) + " " + std::string(bytes));
    });
  }
  void Write(std::string_view first, std::string_view last = {}) {
    Stream::Pieces pieces;
    pieces.front() = first;
    pieces.back() = last;
    stream_->WriteSome(pieces, [this](IoResult result, std::size_t written) {
      writes_.push_back(NameOf(result) + " " + std::to_string(written));
    });
  }
  // All that the stream has to say, some bytes at a time.
  void TakeAll(std::size_t at_once = std::string::npos) {
    while (wire_->writing()) client_.Receive(wire_->Take(at_once));
  }
  // A handshake takes each side two turns. The stream is left reading.
  void Connect() {
    Read();
    for (int turn = 0; turn < 2; ++turn) {
      client_.Handshake();
      wire_->Deliver(client_.Sent());
      TakeAll();
    }
    ASSERT_TRUE(client_.connected());
    client_.Read();  // the ticket
  }

  CaptureLog log_;
  TlsClient client_;
  bool wire_alive_ = false;
  FakeWire* wire_;
  std::unique_ptr<Stream> stream_;
  std::vector<std::string> reads_;
  std::vector<std::string> writes_;
};

TEST_F(TlsStreamTest, TheHandshakeMayComeAndGoByteByByte) {
  Read();
  for (int turn = 0; turn < 2; ++turn) {
    client_.Handshake();
    std::string bytes = client_.Sent();
    if (turn == 1) bytes += client_.Record("hello");
    for (const char& byte : bytes) {
      EXPECT_THAT(reads_, IsEmpty());
      wire_->Deliver({&byte, 1});
    }
    TakeAll(1);
  }
  EXPECT_THAT(reads_, ElementsAre("ok hello"));
  EXPECT_TRUE(stream_->secure());
}

// For what is left of them no byte would come any more.
TEST_F(TlsStreamTest, AllRecordsThatHaveComeAreOneRead) {
  Connect();
  const std::string first = client_.Record("one");
  const std::string second = client_.Record("two");
  const std::string third = client_.Record("three");
  wire_->Deliver(first + second + third.substr(0, 7));
  EXPECT_THAT(reads_, ElementsAre("ok onetwo"));
  Read();
  wire_->Deliver(third.substr(7));
  EXPECT_THAT(reads_, ElementsAre("ok onetwo", "ok three"));
}

TEST_F(TlsStreamTest, AWriteIsDoneOnceTheWireHasTakenAllOfIt) {
  Connect();
  Write("one", "two");
  while (wire_->writing()) {
    EXPECT_THAT(writes_, IsEmpty());
    client_.Receive(wire_->Take(1));
  }
  EXPECT_THAT(writes_, ElementsAre("ok 6"));
  EXPECT_EQ(client_.Read(), "onetwo");
}

TEST_F(TlsStreamTest, TakesTwoRecordsOfAPageAtATime) {
  Connect();
  const std::string page(100'000, 'x');
  Write(page);
  TakeAll();
  EXPECT_THAT(writes_, ElementsAre("ok 32768"));
  EXPECT_EQ(client_.Read(), page.substr(0, 32768));
}

TEST_F(TlsStreamTest, AWriteOfNothingIsDoneLaterToo) {
  Connect();
  Write("");
  EXPECT_THAT(writes_, IsEmpty());
  TakeAll();
  EXPECT_THAT(writes_, ElementsAre("ok 0"));
}

TEST_F(TlsStreamTest, AWriteEndsWithTheWire) {
  Connect();
  Write("page");
  wire_->Take(1);
  wire_->Break();
  EXPECT_THAT(writes_, ElementsAre("broken 0"));
  EXPECT_THAT(reads_, ElementsAre("broken "));
}

TEST_F(TlsStreamTest, AfterItsCloseNotifyTheClientStillGetsAnAnswer) {
  Connect();
  wire_->Deliver(client_.CloseNotify());
  EXPECT_THAT(reads_, ElementsAre("end "));
  Write("answer");
  TakeAll();
  EXPECT_THAT(writes_, ElementsAre("ok 6"));
  EXPECT_EQ(client_.Read(), "answer");
}

TEST_F(TlsStreamTest, ACloseNotifyRightAfterARequestIsTheNextRead) {
  Connect();
  const std::string request = client_.Record("request");
  wire_->Deliver(request + client_.CloseNotify());
  EXPECT_THAT(reads_, ElementsAre("ok request"));
  Read();
  EXPECT_EQ(reads_.size(), 1u) << "not from within the call";
  TakeAll();
  EXPECT_THAT(reads_, ElementsAre("ok request", "end "));
}

TEST_F(TlsStreamTest, EndSendingComesAfterAllThatIsUnderWay) {
  Connect();
  Write("page");
  stream_->EndSending();
  EXPECT_FALSE(wire_->ended);
  TakeAll(1);
  EXPECT_THAT(writes_, ElementsAre("ok 4"));
  EXPECT_TRUE(wire_->ended);
  EXPECT_EQ(client_.Read(), "page");
  EXPECT_TRUE(client_.ended());
}

// With bytes unread, closing would take the alert back off the wire.
TEST_F(TlsStreamTest, GarbageIsAnsweredByAnAlertAndReadToItsEnd) {
  Connect();
  wire_->Deliver(kGarbage);
  EXPECT_THAT(log_.lines(), ElementsAre("debug TLS connection failed err="
                                        "decryption failed or bad record mac"));
  ASSERT_TRUE(wire_->writing());
  EXPECT_FALSE(wire_->ended);
  TakeAll();
  EXPECT_TRUE(wire_->ended);
  EXPECT_FALSE(wire_->closed);
  client_.Read();
  EXPECT_EQ(ERR_GET_REASON(ERR_peek_error()), SSL_R_SSLV3_ALERT_BAD_RECORD_MAC);
  wire_->Deliver(kGarbage);
  EXPECT_FALSE(wire_->writing());
  EXPECT_THAT(reads_, IsEmpty());
  wire_->End();
  EXPECT_THAT(reads_, ElementsAre("end "));
  EXPECT_EQ(log_.lines().size(), 1u);
}

TEST_F(TlsStreamTest, WhatCameBeforeTheGarbageIsRead) {
  Connect();
  wire_->Deliver(client_.Record("request") + kGarbage);
  EXPECT_THAT(reads_, ElementsAre("ok request"));
}

TEST_F(TlsStreamTest, PlainHttpIsToldInPlainHttp) {
  Read();
  wire_->Deliver("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wire_->Take(),
            "HTTP/1.1 400 Bad Request\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 48\r\n"
            "Connection: close\r\n\r\n"
            "client sent an HTTP request to an HTTPS server\r\n");
  EXPECT_TRUE(wire_->ended);
  EXPECT_THAT(log_.lines(),
              ElementsAre("debug TLS connection failed err=http request"));
}

TEST_F(TlsStreamTest, AWriteAfterAFailureIsBrokenLater) {
  Connect();
  wire_->Deliver(kGarbage);
  TakeAll();
  Write("answer");
  EXPECT_THAT(writes_, IsEmpty());
  EXPECT_TRUE(wire_->closed);
  wire_->Break();
  EXPECT_THAT(writes_, ElementsAre("broken 0"));
}

TEST_F(TlsStreamTest, SoIsOneWhileTheAlertIsUnderWay) {
  Connect();
  wire_->Deliver(client_.Record("request") + kGarbage);
  Write("answer");
  EXPECT_THAT(writes_, IsEmpty());
  EXPECT_TRUE(wire_->closed);
  TakeAll();  // the alert was sent before
  EXPECT_THAT(writes_, ElementsAre("broken 0"));
}

TEST_F(TlsStreamTest, UnsentCountsWhatTheWireHasAndWhatItHasYetToGet) {
  Connect();
  EXPECT_EQ(stream_->Unsent(), 0u);
  Write("page");
  wire_->Take(1);
  stream_->EndSending();  // its record waits behind the page's
  wire_->unsent = 1000;
  const std::size_t unsent = stream_->Unsent();
  const std::size_t of_page = wire_->Take().size();
  const std::size_t of_end = wire_->Take().size();
  EXPECT_GT(of_end, 0u);
  EXPECT_EQ(unsent, 1000 + of_page + of_end);
  EXPECT_EQ(stream_->Unsent(), 1000u);
}

TEST_F(TlsStreamTest, AWriteThatIsUnderWayOutlivesTheStream) {
  Connect();
  wire_->Deliver(client_.Record("request"));
  Write("page");
  stream_.reset();
  ASSERT_TRUE(wire_alive_);
  client_.Receive(wire_->Take(5));
  client_.Receive(wire_->Take());
  EXPECT_THAT(writes_, ElementsAre("ok 4"));
  EXPECT_EQ(client_.Read(), "page");
  EXPECT_FALSE(wire_alive_);
}

TEST_F(TlsStreamTest, SoDoesARead) {
  Connect();
  stream_.reset();
  ASSERT_TRUE(wire_alive_);
  wire_->End();
  EXPECT_THAT(reads_, ElementsAre("end "));
  EXPECT_FALSE(wire_alive_);
}

}  // namespace
}  // namespace bsg_exporter::web
