// PeerService with C++ gRPC. Usage: peer server (prints its port as one JSON object and ends with its input) or
// peer client HOST:PORT (prints what came of each case as one JSON object).
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "peer.grpc.pb.h"

namespace {

using grpc::ClientContext;
using grpc::ServerContext;
using grpc::Status;
using grpc::StatusCode;
using standins::peer::v1::CountRequest;
using standins::peer::v1::CountResponse;
using standins::peer::v1::EchoRequest;
using standins::peer::v1::EchoResponse;
using standins::peer::v1::PeerService;
using standins::peer::v1::SumRequest;
using standins::peer::v1::SumResponse;

class Service final : public PeerService::Service {
  Status Echo(ServerContext* context, const EchoRequest* request, EchoResponse* response) override {
    const std::string& behavior = request->behavior();
    if (behavior == "fail") return Status(static_cast<StatusCode>(request->code()), request->text());
    if (behavior == "rich") return Status(StatusCode::INVALID_ARGUMENT, request->text(), request->payload());
    if (behavior == "compress") context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
    if (behavior == "wait") Wait(context);
    if (behavior == "headers") {
      for (const auto& [name, value] : context->client_metadata()) {
        if (name.starts_with("x-")) context->AddInitialMetadata({name.data(), name.size()}, {value.data(), value.size()});
      }
      context->AddTrailingMetadata("x-trailer", "behind");
      context->AddTrailingMetadata("x-trailer-bin", "\x01\x02\xfa");
    }
    response->set_text(request->text());
    response->set_payload(request->payload());
    return Status::OK;
  }

  Status Count(ServerContext* context, const CountRequest* request, grpc::ServerWriter<CountResponse>* out) override {
    CountResponse response;
    for (int number = 1; number <= request->count(); number++) {
      response.set_number(number);
      out->Write(response);
    }
    if (request->behavior() == "wait") Wait(context);
    return Status::OK;
  }

  Status Sum(ServerContext*, grpc::ServerReader<SumRequest>* in, SumResponse* response) override {
    SumRequest request;
    while (in->Read(&request)) response->set_sum(response->sum() + request.number());
    return Status::OK;
  }

  Status Chat(ServerContext*, grpc::ServerReaderWriter<EchoResponse, EchoRequest>* both) override {
    EchoRequest request;
    EchoResponse response;
    while (both->Read(&request)) {
      response.set_text(request.text());
      both->Write(response);
    }
    return Status::OK;
  }

  static void Wait(ServerContext* context) {
    while (!context->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
};

std::string Hex(const std::string& bytes) {
  std::string text;
  char pair[3];
  for (unsigned char byte : bytes) text.append(pair, std::snprintf(pair, sizeof pair, "%02x", byte));
  return text;
}

std::string Quote(const std::string& text) {
  std::string quoted = "\"";
  char escape[7];
  for (unsigned char c : text) {
    if (c < ' ' || c == '"' || c == '\\') {
      quoted.append(escape, std::snprintf(escape, sizeof escape, "\\u%04x", c));
    } else {
      quoted += static_cast<char>(c);
    }
  }
  return quoted + '"';
}

std::string Number(const char* name, size_t value) { return Quote(name) + ':' + std::to_string(value); }

std::string Text(const char* name, const std::string& value) { return Quote(name) + ':' + Quote(value); }

std::string Code(const Status& status) { return Number("code", status.error_code()); }

class Client {
 public:
  explicit Client(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    stub_ = PeerService::NewStub(channel_);
  }

  std::vector<std::pair<const char*, std::function<std::string()>>> Cases() {
    return {
        {"empty_unary", [this] { Call c(this); return Code(c.status) + ',' + Text("text", c.response.text()); }},
        {"large_unary", [this] {
           Call c(this, [](auto&, auto& r) { r.set_payload(std::string(1 << 20, 7)); });
           return Number("length", c.response.payload().size()) + ',' + Number("last", c.response.payload().back());
         }},
        {"server_streaming", [this] { return Count(100); }},
        {"client_streaming", [this] { return Sum(); }},
        {"ping_pong", [this] { return Chat(5); }},
        {"empty_stream", [this] { return Chat(0); }},
        {"custom_metadata", [this] { return Metadata(); }},
        {"status_code_and_message", [this] { return Failed("fail", 9, "not now"); }},
        {"special_status_message",
         [this] { return Failed("fail", 2, "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n"); }},
        {"status_details", [this] { return Failed("rich", 0, "wrong", true); }},
        {"unimplemented_method", [this] { return Unknown("/standins.peer.v1.PeerService/Nothing"); }},
        {"unimplemented_service", [this] { return Unknown("/standins.peer.v1.Nobody/Echo"); }},
        {"cancel_after_begin", [this] { return CancelAtOnce(); }},
        {"cancel_after_first_response", [this] { return CancelLater(); }},
        {"client_compressed_unary", [this] {
           Call c(this, [](auto& x, auto& r) { x.set_compression_algorithm(GRPC_COMPRESS_GZIP); r.set_text(std::string(1000, 'x')); r.set_behavior("encoding"); });
           return Text("text", c.response.text());
         }},
        {"server_compressed_unary", [this] {
           Call c(this, [](auto&, auto& r) { r.set_text(std::string(1000, 'x')); r.set_behavior("compress"); });
           return Number("length", c.response.text().size());
         }},
        {"timeout_on_sleeping_server", [this] {
           Call c(this, [](auto& x, auto& r) { x.set_deadline(In(std::chrono::milliseconds(200))); r.set_behavior("wait"); });
           return Code(c.status);
         }},
    };
  }

 private:
  static std::chrono::system_clock::time_point In(std::chrono::milliseconds time) { return std::chrono::system_clock::now() + time; }

  struct Context : ClientContext {
    Context() { set_deadline(In(std::chrono::seconds(20))); }
  };

  // One call of Echo.
  struct Call {
    explicit Call(Client* client, const std::function<void(ClientContext&, EchoRequest&)>& ask = [](auto&, auto&) {}) {
      EchoRequest request;
      ask(context, request);
      status = client->stub_->Echo(&context, request, &response);
    }

    Context context;
    EchoResponse response;
    Status status;
  };

  std::string Failed(const char* behavior, int code, const std::string& text, bool details = false) {
    Call c(this, [&](auto&, auto& r) { r.set_behavior(behavior); r.set_code(code); r.set_text(text); });
    std::string told = Code(c.status) + ',' + Text("message", c.status.error_message());
    return details ? told + ',' + Text("details", Hex(c.status.error_details())) : told;
  }

  std::string Metadata() {
    Call c(this, [](auto& x, auto& r) {
      x.AddMetadata("x-text", "plain");
      x.AddMetadata("x-bytes-bin", std::string("\x00\xab\xff", 3));
      r.set_behavior("headers");
    });
    auto value = [](const auto& metadata, const char* name) {
      auto found = metadata.find(name);
      return found == metadata.end() ? std::string() : std::string(found->second.data(), found->second.size());
    };
    const auto &headers = c.context.GetServerInitialMetadata(), &trailers = c.context.GetServerTrailingMetadata();
    return Text("text", value(headers, "x-text")) + ',' + Text("bytes", Hex(value(headers, "x-bytes-bin"))) + ',' +
           Text("trailer", value(trailers, "x-trailer")) + ',' + Text("trailer_bytes", Hex(value(trailers, "x-trailer-bin")));
  }

  std::string Count(int count) {
    Context context;
    CountRequest request;
    request.set_count(count);
    CountResponse response;
    auto in = stub_->Count(&context, request);
    size_t seen = 0;
    while (in->Read(&response)) seen++;
    return Code(in->Finish()) + ',' + Number("count", seen) + ',' + Number("last", response.number());
  }

  std::string Sum() {
    Context context;
    SumResponse response;
    SumRequest request;
    auto out = stub_->Sum(&context, &response);
    for (int number = 1; number <= 10; number++) {
      request.set_number(number);
      out->Write(request);
    }
    out->WritesDone();
    out->Finish();
    return Number("sum", response.sum());
  }

  std::string Chat(int count) {
    Context context;
    EchoRequest request;
    EchoResponse response;
    std::string texts;
    auto both = stub_->Chat(&context);
    for (int i = 0; i < count; i++) {
      request.set_text(std::to_string(i));
      both->Write(request);
      both->Read(&response);
      texts += response.text();
    }
    both->WritesDone();
    size_t more = 0;
    while (both->Read(&response)) more++;
    const std::string code = Code(both->Finish());
    return code + ',' + (count == 0 ? Number("count", more) : Text("texts", texts));
  }

  std::string Unknown(const char* path) {
    Context context;
    EchoResponse response;
    const grpc::internal::RpcMethod method(path, grpc::internal::RpcMethod::NORMAL_RPC);
    using Unary = grpc::internal::BlockingUnaryCallImpl<grpc::protobuf::MessageLite, grpc::protobuf::MessageLite>;
    return Code(Unary(channel_.get(), method, &context, EchoRequest(), &response).status());
  }

  std::string CancelAtOnce() {
    Context context;
    SumResponse response;
    auto out = stub_->Sum(&context, &response);
    context.TryCancel();
    return Code(out->Finish());
  }

  std::string CancelLater() {
    Context context;
    CountRequest request;
    request.set_count(1);
    request.set_behavior("wait");
    CountResponse response;
    auto in = stub_->Count(&context, request);
    size_t seen = 0;
    while (in->Read(&response)) {
      seen++;
      context.TryCancel();
    }
    return Code(in->Finish()) + ',' + Number("count", seen);
  }

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<PeerService::Stub> stub_;
};

int Serve() {
  int port = 0;
  Service service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  std::cout << '{' << Number("port", port) << '}' << std::endl;
  while (std::cin.get() != EOF) {
  }
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string(arguments[1]) == "server") return Serve();
  if (count != 3) return 2;
  Client client(arguments[2]);
  const char* comma = "{";
  for (auto& [name, run] : client.Cases()) {
    std::cout << comma << Quote(name) << ":{" << run() << '}';
    comma = ",";
  }
  std::cout << '}' << std::endl;
  return 0;
}
