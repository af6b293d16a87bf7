#include "bsg_exporter/web/gzip.h"

#ifdef BSG_HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

namespace bsg_exporter::web {
namespace {

// How much output is handed on at a time.
constexpr std::uint32_t kChunk = 65536;
// Both libraries count their input in 32 bits.
constexpr std::size_t kMaxPiece = std::size_t{1} << 30;

}  // namespace

class GzipStream::Coder {
 public:
  explicit Coder(Output output) : output_(std::move(output)) {}
  virtual ~Coder() = default;

  void Write(std::string_view piece) {
    while (!piece.empty()) {
      Encode(piece.substr(0, kMaxPiece), false);
      piece.remove_prefix(std::min(piece.size(), kMaxPiece));
    }
  }

  void Finish() {
    Encode("", true);
    HandOn(kChunk - free_);
  }

 protected:
  // Takes all of the piece; `last` ends the member.
  virtual void Encode(std::string_view piece, bool last) = 0;

  // Where a library may write, and how many bytes: never 0.
  unsigned char* next() { return chunk_.data() + kChunk - free_; }
  std::uint32_t free() const { return free_; }
  void SetFree(std::uint32_t left) {
    free_ = left;
    if (free_ > 0) return;
    HandOn(kChunk);
    free_ = kChunk;
  }

 private:
  void HandOn(std::size_t bytes) {
    if (bytes == 0) return;
    output_({reinterpret_cast<const char*>(chunk_.data()), bytes});
  }

  const Output output_;
  std::array<unsigned char, kChunk> chunk_;
  std::uint32_t free_ = kChunk;
};

#ifdef BSG_HAVE_ISAL
class GzipStream::IsalCoder final : public Coder {
 public:
  explicit IsalCoder(Output output)
      : Coder(std::move(output)), level_buffer_(ISAL_DEF_LVL1_DEFAULT) {
    isal_deflate_init(&stream_);
    stream_.level = 1;
    stream_.level_buf = level_buffer_.data();
    stream_.level_buf_size = ISAL_DEF_LVL1_DEFAULT;
    stream_.gzip_flag = IGZIP_GZIP;
  }

 protected:
  void Encode(std::string_view piece, bool last) override {
    // The library reads from here, for want of a const in its interface.
    stream_.next_in =
        reinterpret_cast<std::uint8_t*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<std::uint32_t>(piece.size());
    stream_.end_of_stream = last ? 1 : 0;
    do {
      stream_.next_out = next();
      stream_.avail_out = free();
      isal_deflate(&stream_);
      SetFree(stream_.avail_out);
    } while (last ? stream_.internal_state.state != ZSTATE_END
                  : stream_.avail_in > 0);
  }

 private:
  std::vector<std::uint8_t> level_buffer_;
  isal_zstream stream_;
};
#endif

class GzipStream::ZlibCoder final : public Coder {
 public:
  explicit ZlibCoder(Output output) : Coder(std::move(output)) {
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kMemoryLevel = 8;
    // Fails for want of memory alone.
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow,
                     kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~ZlibCoder() override { deflateEnd(&stream_); }

 protected:
  void Encode(std::string_view piece, bool last) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    int code = Z_OK;
    do {
      stream_.next_out = next();
      stream_.avail_out = free();
      code = deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      SetFree(stream_.avail_out);
    } while (last ? code != Z_STREAM_END : stream_.avail_in > 0);
  }

 private:
  z_stream stream_{};
};

GzipStream::GzipStream(Output output, [[maybe_unused]] GzipCoder coder) {
#ifdef BSG_HAVE_ISAL
  if (coder == GzipCoder::kBest) {
    coder_ = std::make_unique<IsalCoder>(std::move(output));
    return;
  }
#endif
  coder_ = std::make_unique<ZlibCoder>(std::move(output));
}

GzipStream::~GzipStream() = default;

void GzipStream::Write(std::string_view piece) { coder_->Write(piece); }

void GzipStream::Finish() { coder_->Finish(); }

}  // namespace bsg_exporter::web
