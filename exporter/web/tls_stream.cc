#include "exporter/web/tls_stream.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <utility>

namespace bsg_exporter::web {
namespace {

// How much of a page is encrypted at a time: two records.
constexpr std::size_t kMaxAtOnce = 32768;

// How many records without text a client may send between its handshake and an
// answer, or between two. Each costs work, most an answer of OpenSSL's own, and
// nobody needs more than a few: new keys, or a handshake that is refused.
constexpr int kMostIdleRecords = 32;

constexpr std::string_view kPlainHttpAnswer =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 48\r\n"
    "Connection: close\r\n\r\n"
    "client sent an HTTP request to an HTTPS server\r\n";

struct FreeTls {
  void operator()(SSL* tls) const { SSL_free(tls); }
};

// OpenSSL sees two pipes in memory; what it reads comes from the wire, what it
// writes goes there. Callbacks of the wire keep this object alive, so that a
// last alert may be under way when the session has ended.
class Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(std::unique_ptr<Stream> wire, const TlsContext& context,
         Logger& logger)
      : wire_(std::move(wire)), logger_(logger), tls_(SSL_new(context.get())) {
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    if (!tls_ || in_ == nullptr || out_ == nullptr) throw std::bad_alloc();
    SSL_set_bio(tls_.get(), in_, out_);  // it owns them
    SSL_set_accept_state(tls_.get());
    SSL_set_msg_callback(tls_.get(), OnRecord);
    SSL_set_msg_callback_arg(tls_.get(), this);
  }

  Stream& wire() { return *wire_; }

  void ReadSome(Stream::ReadDone done) {
    read_done_ = std::move(done);
    plain_.clear();
    if (!peer_ended_) return ReadWire();
    TellLater();  // no byte would come for it any more
  }

  void WriteSome(const Stream::Pieces& pieces, Stream::WriteDone done) {
    idle_records_ = 0;
    const std::size_t taken = failed_ ? 0 : Encrypt(pieces);
    const bool broken = failed_;
    if (broken) wire_->Close();
    write_done_ = [taken, broken, done = std::move(done)](IoResult result) {
      if (broken) result = IoResult::kBroken;
      done(result, result == IoResult::kOk ? taken : 0);
    };
    if (!broken) Flush();
    TellLater();
  }

  std::size_t Unsent() {
    return wire_->Unsent() + (sending_.size() - sent_) + BIO_ctrl_pending(out_);
  }

  void EndSending() {
    if (!failed_ && SSL_is_init_finished(tls_.get()) != 0) {
      SSL_shutdown(tls_.get());
    }
    ending_ = true;
    Flush();
  }

 private:
  // Until TLS 1.2 a record's header says what it holds, since then the end of
  // what was encrypted.
  static void OnRecord(int sent, int, int what, const void* data, std::size_t,
                       SSL* tls, void* self) {
    const bool tells_the_type =
        what == SSL3_RT_HEADER || what == SSL3_RT_INNER_CONTENT_TYPE;
    if (sent != 0 || !tells_the_type || SSL_is_init_finished(tls) == 0) return;
    const int type = *static_cast<const unsigned char*>(data);
    if (type != SSL3_RT_APPLICATION_DATA) {
      ++static_cast<Engine*>(self)->idle_records_;
    }
  }

  void ReadWire() {
    wire_->ReadSome(
        [self = shared_from_this()](IoResult result, std::string_view bytes) {
          self->OnRead(result, bytes);
        });
  }

  void OnRead(IoResult result, std::string_view bytes) {
    if (result != IoResult::kOk) return FinishRead(result);
    // After a failure, only its end is awaited: with bytes unread, closing
    // would take the alert back off the wire.
    if (failed_) return ReadWire();
    BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
    Decrypt();
    if (idle_records_ > kMostIdleRecords) {
      logger_.Debug("TLS connection failed", {{"err", "records without text"}});
      return FinishRead(IoResult::kBroken);
    }
    Flush();
    if (!plain_.empty()) return FinishRead(IoResult::kOk);
    if (peer_ended_) return FinishRead(IoResult::kEnd);
    ReadWire();
  }

  void FinishRead(IoResult result) {
    const Stream::ReadDone done = std::exchange(read_done_, nullptr);
    done(result, plain_);
  }

  // All that has come, so that nothing is left for which no byte would come
  // any more. It is little: one read of the wire, and a record begun before.
  void Decrypt() {
    ERR_clear_error();
    for (;;) {
      std::array<char, 16384> chunk;
      const int got = SSL_read(tls_.get(), chunk.data(), chunk.size());
      if (got > 0) {
        plain_.append(chunk.data(), static_cast<std::size_t>(got));
        continue;
      }
      const int error = SSL_get_error(tls_.get(), got);
      if (error == SSL_ERROR_ZERO_RETURN) peer_ended_ = true;
      if (error != SSL_ERROR_WANT_READ && !peer_ended_) Fail();
      return;
    }
  }

  std::size_t Encrypt(const Stream::Pieces& pieces) {
    ERR_clear_error();
    std::size_t taken = 0;
    for (std::string_view piece : pieces) {
      while (!piece.empty() && taken < kMaxAtOnce) {
        const int wanted =
            static_cast<int>(std::min(piece.size(), kMaxAtOnce - taken));
        const int put = SSL_write(tls_.get(), piece.data(), wanted);
        if (put <= 0) {
          Fail();
          return 0;
        }
        taken += static_cast<std::size_t>(put);
        piece.remove_prefix(static_cast<std::size_t>(put));
      }
    }
    return taken;
  }

  void Fail() {
    failed_ = true;
    ending_ = true;
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
      BIO_reset(out_);
      BIO_write(out_, kPlainHttpAnswer.data(),
                static_cast<int>(kPlainHttpAnswer.size()));
    }
    logger_.Debug("TLS connection failed", {{"err", TakeTlsError()}});
  }

  void Flush() {
    if (flushing_) return;
    if (BIO_ctrl_pending(out_) == 0) {
      if (ending_) wire_->EndSending();
      return;
    }
    flushing_ = true;
    sending_.resize(BIO_ctrl_pending(out_));
    sent_ = 0;
    BIO_read(out_, sending_.data(), static_cast<int>(sending_.size()));
    SendMore();
  }

  // What is known already is not told from within the call that asks for it,
  // but once the wire has written what is under way, or nothing if nothing is.
  void TellLater() {
    if (flushing_) return;
    flushing_ = true;
    sending_.clear();
    sent_ = 0;
    SendMore();
  }

  void SendMore() {
    wire_->WriteSome(
        {std::string_view(sending_).substr(sent_)},
        [self = shared_from_this()](IoResult result, std::size_t written) {
          self->OnSent(result, written);
        });
  }

  void OnSent(IoResult result, std::size_t written) {
    sent_ += written;
    if (result == IoResult::kOk && sent_ < sending_.size()) return SendMore();
    flushing_ = false;
    if (result == IoResult::kOk) Flush();
    if (flushing_) return;
    if (const auto done = std::exchange(write_done_, nullptr)) done(result);
    if (!peer_ended_ || !read_done_) return;
    FinishRead(result == IoResult::kOk ? IoResult::kEnd : result);
  }

  const std::unique_ptr<Stream> wire_;
  Logger& logger_;
  const std::unique_ptr<SSL, FreeTls> tls_;
  BIO* in_;
  BIO* out_;
  Stream::ReadDone read_done_;
  std::string plain_;
  bool peer_ended_ = false;
  bool failed_ = false;
  int idle_records_ = 0;  // since the handshake or the latest answer

  std::string sending_;  // what of `out_` is on its way
  std::size_t sent_ = 0;
  bool flushing_ = false;
  bool ending_ = false;  // once all is sent
  std::function<void(IoResult)> write_done_;
};

class TlsStream final : public Stream {
 public:
  explicit TlsStream(std::shared_ptr<Engine> engine)
      : engine_(std::move(engine)) {}

  void ReadSome(ReadDone done) override { engine_->ReadSome(std::move(done)); }
  void WriteSome(const Pieces& pieces, WriteDone done) override {
    engine_->WriteSome(pieces, std::move(done));
  }
  std::size_t Unsent() override { return engine_->Unsent(); }
  bool secure() const override { return true; }
  void SetTimer(std::chrono::milliseconds after,
                std::function<void()> expired) override {
    engine_->wire().SetTimer(after, std::move(expired));
  }
  void CancelTimer() override { engine_->wire().CancelTimer(); }
  void EndSending() override { engine_->EndSending(); }
  void Close() override { engine_->wire().Close(); }
  void Reset() override { engine_->wire().Reset(); }

 private:
  const std::shared_ptr<Engine> engine_;
};

}  // namespace

std::unique_ptr<Stream> NewTlsStream(std::unique_ptr<Stream> wire,
                                     const TlsContext& context,
                                     Logger& logger) {
  return std::make_unique<TlsStream>(
      std::make_shared<Engine>(std::move(wire), context, logger));
}

}  // namespace bsg_exporter::web
