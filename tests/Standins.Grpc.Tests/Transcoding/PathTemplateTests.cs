namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("v1/a")]
    [InlineData("/")]
    [InlineData("/v1/")]
    [InlineData("/v1//a")]
    [InlineData("/v1/{a")]
    [InlineData("/v1/{a=b/{c}}")]
    [InlineData("/v1/{=a}")]
    [InlineData("/v1/{a..b}")]
    [InlineData("/v1/{a=**}/b")]
    [InlineData("/v1/{a}/{a}")]
    [InlineData("/v1/a:")]
    [InlineData("/v1/a:b:c")]
    public void Broken_Templates_Stop_The_Start(string template)
    {
        // The parser is internal, as in the package it stands for: the routes are the way to it.
        var parse = typeof(Microsoft.AspNetCore.Grpc.JsonTranscoding.GrpcJsonTranscodingOptions).Assembly
            .GetType("Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.HttpPathTemplate")!
            .GetMethod("Parse")!
            .CreateDelegate<Func<string, object>>();

        var error = Assert.Throws<FormatException>(() => parse(template));

        Assert.Contains($"'{template}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("at position", error.Message, StringComparison.Ordinal);
    }
}
