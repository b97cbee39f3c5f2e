using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

public sealed class AnswerTests
{
    [Theory]
    [InlineData(StatusCode.Cancelled, 499)]
    [InlineData(StatusCode.Unknown, 500)]
    [InlineData(StatusCode.InvalidArgument, 400)]
    [InlineData(StatusCode.DeadlineExceeded, 504)]
    [InlineData(StatusCode.NotFound, 404)]
    [InlineData(StatusCode.AlreadyExists, 409)]
    [InlineData(StatusCode.PermissionDenied, 403)]
    [InlineData(StatusCode.ResourceExhausted, 429)]
    [InlineData(StatusCode.FailedPrecondition, 400)]
    [InlineData(StatusCode.Aborted, 409)]
    [InlineData(StatusCode.OutOfRange, 400)]
    [InlineData(StatusCode.Unimplemented, 501)]
    [InlineData(StatusCode.Internal, 500)]
    [InlineData(StatusCode.Unavailable, 503)]
    [InlineData(StatusCode.DataLoss, 500)]
    [InlineData(StatusCode.Unauthenticated, 401)]
    public async Task Status_Codes_Map_To_Http(StatusCode code, int http)
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", $"/v1/failures/{(int)code}");

        Assert.Equal(http, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal($$"""{"code":{{(int)code}},"message":"It failed.","details":[]}""", answer.Body);
    }

    [Fact]
    public async Task Details_Are_Expanded_And_Unknown_Ones_Kept_As_Bytes()
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/failures/5?withDetails=true");

        var details = answer.Json.GetProperty("details");
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", details[0].GetProperty("@type").GetString());
        Assert.Equal("LOST", details[0].GetProperty("reason").GetString());
        Assert.Equal("type.googleapis.com/library.v1.FailRequest", details[1].GetProperty("@type").GetString());
        Assert.Equal("CAc=", details[1].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Problem_Document_For_Those_Who_Ask()
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/failures/5?withDetails=true", null, ("Accept", "application/json, application/problem+json"));

        Assert.Equal(404, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(404, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal("It failed.", answer.Json.GetProperty("detail").GetString());
        Assert.Equal("/v1/failures/5", answer.Json.GetProperty("instance").GetString());
        Assert.Equal(2, answer.Json.GetProperty("details").GetArrayLength());
    }

    [Fact]
    public async Task An_Exception_Keeps_Its_Message_To_Itself()
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/failures/0");

        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Stream_Is_One_Message_A_Line()
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/books:watch?count=3");

        Assert.Equal("application/x-ndjson", answer.ContentType);
        var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("shelves/1/books/3", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Stream_That_Fails_Says_So_In_Its_Last_Line()
    {
        await using var server = await LibraryServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/books:watch?count=1&failAtEnd=true");
        var before = await server.SendAsync("GET", "/v1/books:watch?failAtEnd=true");

        Assert.Equal("""{"error":{"code":14,"message":"The shelf fell.","details":[]}}""", answer.Body.Split('\n')[1]);
        Assert.Equal(503, before.Status);
    }

    [Fact]
    public async Task HttpBody_Is_The_Body()
    {
        await using var server = await LibraryServer.StartAsync();

        using var response = await server.Client.GetAsync(new Uri("/v1/downloads/x", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=x.csv", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("a,b\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_Deadline_Header_Ends_The_Call()
    {
        await using var server = await LibraryServer.StartAsync();
        var watch = Stopwatch.StartNew();

        var answer = await server.SendAsync("GET", "/v1/wait", null, ("grpc-timeout", "200m"));

        Assert.Equal(504, answer.Status);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Interceptors_Decide_On_Json_Calls_Too()
    {
        await using var server = await LibraryServer.StartAsync(o => o.Interceptors.Add<Doorkeeper>());

        var refused = await server.SendAsync("GET", "/v1/shelves/1/books/2");
        var refusedStream = await server.SendAsync("GET", "/v1/books:watch?count=1");
        var let = await server.SendAsync("GET", "/v1/shelves/1/books/2", null, ("authorization", "Bearer x"));

        Assert.Equal(401, refused.Status);
        Assert.Equal(401, refusedStream.Status);
        Assert.Equal(200, let.Status);
    }

    private sealed class Doorkeeper : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Check(context);
            return continuation(request, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            Check(context);
            return continuation(request, responseStream, context);
        }

        private static void Check(ServerCallContext context)
        {
            Assert.StartsWith("/library.v1.LibraryService/", context.Method, StringComparison.Ordinal);
            Assert.NotNull(context.GetHttpContext().GetEndpoint()!.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>());
            if (context.RequestHeaders.GetValue("authorization") is null)
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "No token."));
            }
        }
    }
}
