// The C++ peer: a callback server that answers from memory. Prints its port as JSON.
#include <grpcpp/grpcpp.h>

#include <iostream>
#include <string>

#include "bench.grpc.pb.h"

using egov::bench::v1::BenchService;
using egov::bench::v1::GetRecordRequest;
using egov::bench::v1::Record;

namespace {

Record Make(const std::string& name, int size) {
  Record record;
  record.set_name(name);
  record.set_title("A record of some size");
  record.set_version(1234567);
  record.set_active(true);
  while (size - static_cast<int>(record.ByteSizeLong()) > 140) record.add_lines(std::string(80, 'x'));
  record.add_lines(std::string(size - record.ByteSizeLong() - 2, 'x'));
  return record;
}

class Service final : public BenchService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Get(grpc::CallbackServerContext* context, const GetRecordRequest* request, Record* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    *response = request->name() == small_.name() ? small_ : large_;
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const Record small_ = Make("records/small", 64);
  const Record large_ = Make("records/large", 4096);
};

}  // namespace

int main() {
  int port = 0;
  Service service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::cout << "{\"grpc\":" << port << "}" << std::endl;
  server->Wait();
}
