#include "tests/simulator/answer.h"

#include "tests/simulator/json_writer.h"

namespace bsg_exporter::simulator {

void Answer::Deliver(web::Responder& responder) && {
  switch (way) {
    case Way::kSend:
      return responder.Send(std::move(response));
    case Way::kRaw:
      return responder.SendRaw(std::move(raw));
    case Way::kReset:
    case Way::kHang:
      return responder.Abort();
  }
}

Answer JsonAnswer(int status, std::string body) {
  Answer answer;
  answer.response.status = status;
  answer.response.headers = {{"Content-Type", "application/json"}};
  answer.response.body = std::move(body);
  return answer;
}

Answer MessageAnswer(int status, std::string_view message) {
  JsonWriter json;
  json.BeginObject();
  if (status == 401 || status == 403) json.Key("code").Integer(status);
  json.Key("message").String(message);
  json.EndObject();
  Answer answer = JsonAnswer(status, json.Take());
  if (status == 401) {
    answer.response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return answer;
}

Answer StatusAnswer(int status) {
  switch (status) {
    case 401:
      return MessageAnswer(status, "Expired JWT Token");
    case 403:
      return MessageAnswer(status, "Access Denied.");
    case 404:
      return MessageAnswer(status, "Model not found");
    case 422:
      return JsonAnswer(
          status, R"({"message":"The given data was invalid.","errors":[]})");
    case 429:
      return MessageAnswer(status, "Too many duplicate request detected");
    default:
      break;
  }
  return MessageAnswer(status, status < 300   ? "OK"
                               : status < 500 ? "Bad Request"
                                              : "Internal Server Error");
}

}  // namespace bsg_exporter::simulator
