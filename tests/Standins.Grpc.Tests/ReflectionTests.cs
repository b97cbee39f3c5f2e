using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>grpc.reflection.v1: enough for a tool to build the whole descriptor set.</summary>
public sealed class ReflectionTests
{
    [Fact]
    public async Task Services_are_listed()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "standins.peer.v1.PeerService"], answer.ListServicesResponse.Service.Select(s => s.Name));
    }

    [Fact]
    public async Task The_first_name_answers_alike()
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpcReflection(), Map);
        using var channel = server.Channel();
        using var call = new global::Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new global::Grpc.Reflection.V1Alpha.ServerReflectionRequest { FileContainingSymbol = "standins.peer.v1.EchoRequest" }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();

        var answer = await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).SingleAsync();

        Assert.Equal("peer.proto", FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]).Name);
        Assert.Equal("standins.peer.v1.EchoRequest", answer.OriginalRequest.FileContainingSymbol);
    }

    [Theory]
    [InlineData("standins.peer.v1.PeerService")]
    [InlineData("standins.peer.v1.PeerService.Echo")]
    [InlineData("standins.peer.v1.EchoRequest")]
    [InlineData("standins.peer.v1.EchoRequest.text")]
    public async Task File_is_found_by_symbol(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });
        var file = FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal("peer.proto", file.Name);
        Assert.Equal(symbol, answer.OriginalRequest.FileContainingSymbol);
    }

    [Fact]
    public async Task File_is_found_by_name()
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileByFilename = "grpc/reflection/v1/reflection.proto" });
        Assert.Single(FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto));
    }

    [Fact]
    public async Task What_is_unknown_is_not_found()
    {
        foreach (var request in new ServerReflectionRequest[]
        {
            new() { FileByFilename = "none.proto" },
            new() { FileContainingSymbol = "none" },
            new() { AllExtensionNumbersOfType = "none" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "none", ExtensionNumber = 1 } },
        })
        {
            Assert.Equal((int)StatusCode.NotFound, (await AskAsync(request)).ErrorResponse.ErrorCode);
        }

        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(new ServerReflectionRequest())).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Extensions_of_a_known_type_are_listed()
    {
        var answer = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "standins.peer.v1.EchoRequest" });
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal("standins.peer.v1.EchoRequest", answer.AllExtensionNumbersResponse.BaseTypeName);
    }

    private static void Map(WebApplication app)
    {
        app.MapGrpcService<PeerImplementation>();
        app.MapGrpcReflectionService();
    }

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpcReflection(), Map);
        using var channel = server.Channel();
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        var answer = call.ResponseStream.Current;
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        return answer;
    }
}
