#include "bsg_exporter/web/gzip.h"

#ifdef BSG_HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

namespace bsg_exporter::web {
namespace {

// What one call of a library may fill; the output grows by as much.
constexpr std::size_t kChunk = 65536;
// Both libraries count their input in 32 bits.
constexpr std::size_t kMaxPiece = std::size_t{1} << 30;

}  // namespace

class GzipStream::Coder {
 public:
  virtual ~Coder() = default;

  void Write(std::string_view piece) {
    while (!piece.empty()) {
      Encode(piece.substr(0, kMaxPiece), false);
      piece.remove_prefix(std::min(piece.size(), kMaxPiece));
    }
  }

  std::string Finish() {
    Encode("", true);
    return std::move(output_);
  }

 protected:
  // Takes all of the piece; `last` ends the member.
  virtual void Encode(std::string_view piece, bool last) = 0;

  unsigned char* chunk() { return chunk_.data(); }
  void Append(std::size_t left_of_chunk) {
    output_.append(reinterpret_cast<const char*>(chunk_.data()),
                   kChunk - left_of_chunk);
  }

 private:
  std::array<unsigned char, kChunk> chunk_;
  std::string output_;
};

#ifdef BSG_HAVE_ISAL
class GzipStream::IsalCoder final : public Coder {
 public:
  IsalCoder() : level_buffer_(ISAL_DEF_LVL1_DEFAULT) {
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
      stream_.next_out = chunk();
      stream_.avail_out = kChunk;
      isal_deflate(&stream_);
      Append(stream_.avail_out);
    } while (last ? stream_.internal_state.state != ZSTATE_END
                  : stream_.avail_out == 0 || stream_.avail_in > 0);
  }

 private:
  std::vector<std::uint8_t> level_buffer_;
  isal_zstream stream_;
};
#endif

class GzipStream::ZlibCoder final : public Coder {
 public:
  ZlibCoder() {
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kMemoryLevel = 8;
    // Fails for want of memory alone, and `new` would end the program as well.
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow,
                     kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
      std::abort();
    }
  }
  ~ZlibCoder() override { deflateEnd(&stream_); }

 protected:
  void Encode(std::string_view piece, bool last) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    do {
      stream_.next_out = chunk();
      stream_.avail_out = kChunk;
      deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      Append(stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

GzipStream::GzipStream([[maybe_unused]] GzipCoder coder) {
#ifdef BSG_HAVE_ISAL
  if (coder == GzipCoder::kBest) {
    coder_ = std::make_unique<IsalCoder>();
    return;
  }
#endif
  coder_ = std::make_unique<ZlibCoder>();
}

GzipStream::~GzipStream() = default;

void GzipStream::Write(std::string_view piece) { coder_->Write(piece); }

std::string GzipStream::Finish() { return coder_->Finish(); }

}  // namespace bsg_exporter::web
