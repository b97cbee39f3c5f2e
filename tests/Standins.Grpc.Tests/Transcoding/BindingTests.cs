namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

public sealed class BindingTests : IAsyncLifetime
{
    private LibraryServer server = null!;

    public async ValueTask InitializeAsync() => server = await LibraryServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/v1/shelves/1/books/2", null, """{"name":"shelves/1/books/2"}""")]
    [InlineData("GET", "/v1/shelves/a%20b/books/%C3%A9", null, """{"name":"shelves/a b/books/é"}""")]
    [InlineData("GET", "/v1/books/a%2Fb", null, """{"name":"a/b"}""")]
    [InlineData("GET", "/v1/shelves/1/books/a%2Fb", null, """{"name":"shelves/1/books/a%2Fb"}""")]
    [InlineData("PATCH", "/v1/shelves/1/books/2", """{"title":"T"}""", """{"book":{"name":"shelves/1/books/2","title":"T"}}""")]
    [InlineData("POST", "/v1/shelves/1/books/2:lend", """{"reader":"R"}""", """{"name":"shelves/1/books/2","reader":"R"}""")]
    [InlineData("POST", "/v1/shelves/1/books/2:lend", null, """{"name":"shelves/1/books/2"}""")]
    [InlineData("POST", "/v1/shelves/1/books/2:return", """{"reader":"R"}""", """{"name":"shelves/1/books/2","reader":"returned by R"}""")]
    [InlineData("POST", "/v1/shelves/1/books/a:b:return", "{}", """{"name":"shelves/1/books/a:b","reader":"returned by "}""")]
    [InlineData("GET", "/v1/files/a/b/c.txt", null, "\"a/b/c.txt\"")]
    [InlineData("GET", "/v1/files", null, "\"\"")]
    [InlineData("POST", "/v1/files/a/b:lock", null, """{"path":"locked a/b"}""")]
    [InlineData("PUT", "/v1/tags?reason=r", """["x","y"]""", """{"tags":["x","y"],"reason":"r"}""")]
    public async Task Path_And_Body_Fill_The_Request(string method, string path, string? body, string expected)
    {
        var answer = await server.SendAsync(method, path, body);

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(expected, Compact(answer));
    }

    [Theory]
    [InlineData("pageSize=5", """ "pageSize":5 """)]
    [InlineData("page_size=5", """ "pageSize":5 """)]
    [InlineData("kinds=KIND_ATLAS&kinds=1", """ "kinds":["KIND_ATLAS","KIND_NOVEL"] """)]
    [InlineData("printedAfter=2018-05-28T09:00:00Z", """ "printedAfter":"2018-05-28T09:00:00Z" """)]
    [InlineData("readMask=author.given_name,pageSize", """ "readMask":"author.givenName,pageSize" """)]
    [InlineData("author.givenName=Ada&author.born=1815", """ "author":{"givenName":"Ada","born":1815} """)]
    [InlineData("mostPages=9007199254740993", """ "mostPages":"9007199254740993" """)]
    [InlineData("available=true", """ "available":true """)]
    [InlineData("cursor=-_8", """ "cursor":"+/8=" """)]
    [InlineData("weight=1.5", """ "weight":1.5 """)]
    [InlineData("$prettyPrint=true", "")]
    public async Task Query_Fills_The_Fields_Left(string query, string expected)
    {
        var answer = await server.SendAsync("GET", "/v1/shelves/1/books?" + query);

        Assert.Equal(200, answer.Status);
        expected = expected.Trim();
        Assert.Equal("{\"parent\":\"shelves/1\"" + (expected.Length == 0 ? "" : "," + expected) + "}", Compact(answer));
    }

    [Theory]
    [InlineData("nonsense=1", "nonsense")]
    [InlineData("author.nonsense=1", "author.nonsense")]
    [InlineData("authors.born=1", "authors.born")]
    [InlineData("author=Ada", "author")]
    [InlineData("pageSize=many", "pageSize")]
    [InlineData("pageSize=1&pageSize=2", "pageSize")]
    [InlineData("kinds=KIND_NONE", "kinds")]
    [InlineData("available=yes", "available")]
    [InlineData("printedAfter=yesterday", "printedAfter")]
    [InlineData("readMask=a-b", "readMask")]
    [InlineData("cursor=***", "cursor")]
    [InlineData("parent=shelves/2", "parent")]
    public async Task Query_That_Does_Not_Fit_Is_Refused_By_Name(string query, string field)
    {
        var answer = await server.SendAsync("GET", "/v1/shelves/1/books?" + query);

        Assert.Equal(400, answer.Status);
        Assert.Equal(3, answer.Json.GetProperty("code").GetInt32());
        Assert.Equal([field], answer.WrongFields);
    }

    [Fact]
    public async Task All_Wrong_Parameters_Are_Named_At_Once()
    {
        var answer = await server.SendAsync("GET", "/v1/shelves/1/books?pageSize=x&nonsense=1");

        Assert.Equal(["nonsense", "pageSize"], answer.WrongFields.Order());
    }

    [Fact]
    public async Task Query_Beside_A_Whole_Body_Is_Refused()
    {
        var answer = await server.SendAsync("POST", "/v1/shelves/1/books/2:lend?reader=R", "{}");

        Assert.Equal(400, answer.Status);
        Assert.Equal(["reader"], answer.WrongFields);
    }

    [Theory]
    [InlineData("POST", "/v1/shelves/1/books/2:burn", 404)]
    [InlineData("DELETE", "/v1/shelves/1/books/2", 405)]
    [InlineData("POST", "/v1/uploads", 404)]
    public async Task Unknown_Routes_Do_Not_Reach_A_Method(string method, string path, int status)
    {
        var answer = await server.SendAsync(method, path);

        Assert.Contains(answer.Status, new[] { status, 405 });
    }

    // The formatter puts spaces as it likes; the texts of these tests hold none outside quotes that matter.
    private static string Compact(Answer answer) =>
        System.Text.Json.JsonSerializer.Serialize(answer.Json, new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
