using EGovPlatform.OpenApi;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Gateway.Tests.OpenApi;

public sealed class RestRoutesTests
{
    [Fact]
    public void Two_Methods_With_One_Route_Are_Both_Named()
    {
        var files = Files(("one", "/v1/{name=things/*}"), ("one", "/v1/things/{id}"));

        var error = Assert.Throws<InvalidOperationException>(() => RestRoutes.Of(files));

        Assert.Contains("GET /v1/things/*", error.Message, StringComparison.Ordinal);
        Assert.Contains("egov.one.v1.Service0.Get and egov.one.v1.Service1.Get", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_Areas_With_One_Prefix_Are_Both_Named()
    {
        var files = Files(("one", "/v1/things"), ("two", "/v1/{name=things/*}"));

        var error = Assert.Throws<InvalidOperationException>(() => RestRoutes.Of(files));

        Assert.Contains("'/v1/things'", error.Message, StringComparison.Ordinal);
        Assert.Contains("egov.one.v1.Service0.Get and egov.two.v1.Service1.Get", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Different_Verbs_Do_Not_Clash()
    {
        var routes = RestRoutes.Of(Files(("one", "/v1/{name=things/*}:open"), ("one", "/v1/{name=things/*}:close"), ("two", "/v1/others")));

        Assert.Equal(["/v1/things", "/v1/things", "/v1/others"], routes.Select(r => r.Prefix));
        Assert.Equal("two", routes[2].Area);
    }

    private static IReadOnlyList<FileDescriptor> Files(params (string Area, string Path)[] methods)
    {
        var set = new MemoryStream();
        var output = new CodedOutputStream(set, leaveOpen: true);
        foreach (var (i, (area, path)) in methods.Index())
        {
            var options = new MethodOptions();
            options.SetExtension(AnnotationsExtensions.Http, new HttpRule { Get = path });
            var file = new FileDescriptorProto
            {
                Name = $"file{i}.proto",
                Package = $"egov.{area}.v1",
                Syntax = "proto3",
                MessageType =
                {
                    new DescriptorProto
                    {
                        Name = $"Request{i}",
                        Field =
                        {
                            new FieldDescriptorProto { Name = "name", Number = 1, Type = FieldDescriptorProto.Types.Type.String, Label = FieldDescriptorProto.Types.Label.Optional },
                            new FieldDescriptorProto { Name = "id", Number = 2, Type = FieldDescriptorProto.Types.Type.String, Label = FieldDescriptorProto.Types.Label.Optional },
                        },
                    },
                },
                Service =
                {
                    new ServiceDescriptorProto
                    {
                        Name = $"Service{i}",
                        Method = { new MethodDescriptorProto { Name = "Get", InputType = $".egov.{area}.v1.Request{i}", OutputType = $".egov.{area}.v1.Request{i}", Options = options } },
                    },
                },
            };
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(file.ToByteString());
        }

        output.Flush();
        set.Position = 0;
        return ContractFiles.Load(set);
    }
}
