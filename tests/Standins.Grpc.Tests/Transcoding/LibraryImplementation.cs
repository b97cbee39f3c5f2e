using System.Text;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

public sealed class LibraryImplementation : LibraryService.LibraryServiceBase
{
    public override Task<GetBookRequest> GetBook(GetBookRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ListBooksRequest> ListBooks(ListBooksRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<CreateBookRequest> CreateBook(CreateBookRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<UpdateBookRequest> UpdateBook(UpdateBookRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<LendBookRequest> LendBook(LendBookRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<LendBookRequest> ReturnBook(LendBookRequest request, ServerCallContext context) =>
        Task.FromResult(new LendBookRequest { Name = request.Name, Reader = "returned by " + request.Reader });

    public override Task<FileRequest> GetFile(FileRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<FileRequest> LockFile(FileRequest request, ServerCallContext context) =>
        Task.FromResult(new FileRequest { Path = "locked " + request.Path });

    public override Task<TagBooksRequest> TagBooks(TagBooksRequest request, ServerCallContext context) => Task.FromResult(request);

    public override async Task WatchBooks(WatchBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context)
    {
        for (var i = 1; i <= request.Count; i++)
        {
            await responseStream.WriteAsync(new Book { Name = $"shelves/1/books/{i}" });
        }

        if (request.FailAtEnd)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The shelf fell."));
        }
    }

    public override async Task<HttpBody> Download(FileRequest request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "content-disposition", $"attachment; filename={request.Path}.csv" } });
        return new HttpBody { ContentType = "text/csv", Data = ByteString.CopyFrom("a,b\n", Encoding.UTF8) };
    }

    public override Task<ImportBooksRequest> ImportBooks(ImportBooksRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<HttpBody> Echo(HttpBody request, ServerCallContext context) => Task.FromResult(request);

    public override Task<FailRequest> Fail(FailRequest request, ServerCallContext context)
    {
        var code = (StatusCode)request.Code;
        if (!request.WithDetails)
        {
            throw code == StatusCode.OK ? new InvalidOperationException("secret") : new RpcException(new Status(code, "It failed."));
        }

        var info = new ErrorInfo { Domain = "library" };
        ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.SetValue(info, "LOST");
        var details = new Google.Rpc.Status
        {
            Code = request.Code,
            Message = "It failed.",
            Details =
            {
                Any.Pack(info),
                Any.Pack(new FailRequest { Code = 7 }),
            },
        };
        throw new RpcException(new Status(code, "It failed."), new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
    }

    public override async Task<FileRequest> Wait(FileRequest request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return request;
    }
}
