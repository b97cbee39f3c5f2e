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
        Assert.Equal(["grpc.reflection.v1.ServerReflection", "standins.peer.v1.PeerService"], answer.ListServicesResponse.Service.Select(s => s.Name));
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

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await using var server = await PeerServer.StartAsync(
            s => s.AddGrpcReflection(),
            app =>
            {
                app.MapGrpcService<PeerImplementation>();
                app.MapGrpcReflectionService();
            });
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
