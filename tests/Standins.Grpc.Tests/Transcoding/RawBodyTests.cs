using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

/// <summary>Bodies that a method takes as google.api.HttpBody: bytes and a content type.</summary>
public sealed class RawBodyTests : IAsyncLifetime
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private LibraryServer server = null!;

    public async ValueTask InitializeAsync() => server = await LibraryServer.StartAsync(o => o.MaxReceiveMessageSize = 1000);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_Field_Takes_The_Bytes_And_Their_Type_Beside_Path_And_Query()
    {
        var (status, _, body) = await PostAsync("/v1/shelves/1/books:import?validateOnly=true", AllBytes, "text/csv; charset=iso-8859-1");

        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("shelves/1", json.RootElement.GetProperty("parent").GetString());
        Assert.True(json.RootElement.GetProperty("validateOnly").GetBoolean());
        Assert.Equal("text/csv; charset=iso-8859-1", json.RootElement.GetProperty("file").GetProperty("contentType").GetString());
        Assert.Equal(AllBytes, json.RootElement.GetProperty("file").GetProperty("data").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("application/json")]
    public async Task A_Whole_Request_Takes_Any_Bytes(string type)
    {
        var (status, answeredType, body) = await PostAsync("/v1/echo", AllBytes, type);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(type, answeredType);
        Assert.Equal(AllBytes, body);
    }

    [Fact]
    public async Task No_Bytes_And_No_Type_Are_An_Empty_Body()
    {
        var (status, type, body) = await PostAsync("/v1/echo", [], null);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(type);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("/v1/echo")]
    [InlineData("/v1/shelves/1/books:import")]
    public async Task The_Size_Limit_Holds(string path)
    {
        var (status, _, _) = await PostAsync(path, new byte[1001], "text/csv");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task A_Field_Of_The_Body_Cannot_Stand_In_The_Query()
    {
        var (status, _, _) = await PostAsync("/v1/shelves/1/books:import?file.contentType=text/html", AllBytes, "text/csv");

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private async Task<(HttpStatusCode Status, string? Type, byte[] Body)> PostAsync(string path, byte[] body, string? type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await server.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
