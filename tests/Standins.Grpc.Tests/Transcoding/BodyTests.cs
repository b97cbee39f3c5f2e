using System.Net;
using System.Text;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

public sealed class BodyTests : IAsyncLifetime
{
    private const string Books = "/v1/shelves/1/books";

    private LibraryServer server = null!;

    public async ValueTask InitializeAsync() => server = await LibraryServer.StartAsync(o => o.MaxReceiveMessageSize = 1000);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Numbers_Enums_And_Maps_Come_Back_As_The_Json_Mapping_Says()
    {
        var answer = await server.SendAsync("POST", Books, """{"isbn":9780131103627,"kind":"KIND_NOVEL","copies":{"main":2},"room":"r"}""");

        var book = answer.Json.GetProperty("book");
        Assert.Equal("9780131103627", book.GetProperty("isbn").GetString());
        Assert.Equal("KIND_NOVEL", book.GetProperty("kind").GetString());
        Assert.Equal(2, book.GetProperty("copies").GetProperty("main").GetInt32());
        Assert.False(book.TryGetProperty("title", out _));
    }

    [Theory]
    [InlineData("""{"nonsense":1}""", "nonsense")]
    [InlineData("""{"title":5}""", "title")]
    [InlineData("""{"isbn":"x"}""", "isbn")]
    [InlineData("""{"kind":"KIND_NONE"}""", "kind")]
    [InlineData("""{"authors":{}}""", "authors")]
    [InlineData("""{"authors":[{"born":1},{"born":"x","shoe":1}]}""", "authors[1].born,authors[1].shoe")]
    [InlineData("""{"authors":[null]}""", "authors[0]")]
    [InlineData("""{"copies":{"a":1,"b":"x"}}""", "copies[\"b\"]")]
    [InlineData("""{"translators":{"fr":{"shoe":1}}}""", "translators[\"fr\"].shoe")]
    [InlineData("""{"title":5,"isbn":"x"}""", "title,isbn")]
    public async Task Wrong_Fields_Are_Named_With_Their_Path(string body, string fields)
    {
        var answer = await server.SendAsync("POST", Books, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(3, answer.Json.GetProperty("code").GetInt32());
        Assert.Equal(fields.Split(','), answer.WrongFields);
    }

    [Theory]
    [InlineData("{\"title\":\n  oops}", "line 2")]
    [InlineData("{\"title\":\"a\"", "line 1")]
    [InlineData("{\"title\":\"a\"}}", "line 1")]
    [InlineData("{\"room\":\"a\",\"floor\":1}", "place")]
    public async Task Malformed_Json_Is_Refused_With_The_Place(string body, string place)
    {
        var answer = await server.SendAsync("POST", Books, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(place, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["a"],"reason":"r" """)]
    [InlineData("""["a"]}, {"reason":"r" """)]
    [InlineData("""["a",5,{}]""")]
    public async Task A_Body_Stays_In_Its_Field(string body)
    {
        var answer = await server.SendAsync("PUT", "/v1/tags", body);

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Deep_Nesting_Is_Refused()
    {
        var answer = await server.SendAsync("POST", Books, string.Concat(Enumerable.Repeat("{\"authors\":[", 80)));

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Bytes_That_Are_Not_Utf8_Are_Refused()
    {
        var answer = await PostAsync(new ByteArrayContent([.. "{\"title\":\""u8, 0xff, .. "\"}"u8]), "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer);
    }

    [Fact]
    public async Task Another_Content_Type_Is_Refused() =>
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new StringContent("title=x"), "application/x-www-form-urlencoded"));

    [Fact]
    public async Task A_Body_Over_The_Limit_Is_413()
    {
        var answer = await server.SendAsync("POST", Books, $$"""{"title":"{{new string('x', 1000)}}"}""");

        Assert.Equal(413, answer.Status);
        Assert.Equal(8, answer.Json.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_Body_Of_Unknown_Length_Over_The_Limit_Is_413()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"title":"{{new string('x', 5000)}}"}""")));
        using var request = new HttpRequestMessage(HttpMethod.Post, Books) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        content.Headers.ContentType = new("application/json");

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private async Task<HttpStatusCode> PostAsync(HttpContent content, string type)
    {
        using (content)
        {
            content.Headers.ContentType = new(type);
            using var response = await server.Client.PostAsync(new Uri(Books, UriKind.Relative), content, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }
}
