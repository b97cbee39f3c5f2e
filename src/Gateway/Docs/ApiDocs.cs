using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.OpenApi;
using Microsoft.Net.Http.Headers;

namespace EGovPlatform.Gateway.Docs;

/// <summary>
/// The OpenAPI document at <c>/openapi/v1.json</c>, a page to read and try it at <c>/docs</c>, and the AsyncAPI document of the
/// events at <c>/asyncapi/v1.json</c>. Nothing comes from elsewhere.
/// </summary>
internal static class ApiDocs
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string PagePath = "/docs";
    private const string EventsPath = "/asyncapi/v1.json";

    /// <summary>The page. It comes before routing: where a route matches, files are not looked for.</summary>
    public static void UseApiDocs(this WebApplication app) => app.UseWhen(context => context.Request.Path.StartsWithSegments(PagePath), pages => pages.UseSwaggerUI(page =>
    {
        page.RoutePrefix = PagePath[1..];
        page.DocumentTitle = "EGovPlatform API";
        page.SwaggerEndpoint(DocumentPath, "EGovPlatform v1");
        page.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.None);
        page.DefaultModelsExpandDepth(-1);
        page.EnableDeepLinking();
        page.EnableFilter();
        page.EnablePersistAuthorization();
    }));

    public static void MapApiDocument(this WebApplication app)
    {
        Map(app, DocumentPath, () => ApiDocument.WriteAsync());
        // The gateway does not know the services' state machines: it has the committed document, which a test keeps fresh.
        Map(app, EventsPath, async () =>
        {
            using var reader = new StreamReader(typeof(ApiDocs).Assembly.GetManifestResourceStream("asyncapi-v1.json")!);
            return await reader.ReadToEndAsync();
        });
    }

    private static void Map(WebApplication app, string path, Func<Task<string>> write)
    {
        // Built when first asked for: most starts of the gateway never need it.
        var document = new Lazy<Task<Document>>(() => Document.BuildAsync(write));
        app.MapGet(path, async (HttpContext context) => await (await document.Value).WriteAsync(context));
    }

    private sealed record Document(byte[] Plain, byte[] Compressed, EntityTagHeaderValue Tag)
    {
        public static async Task<Document> BuildAsync(Func<Task<string>> write)
        {
            var plain = Encoding.UTF8.GetBytes(await write());
            using var buffer = new MemoryStream();
            await using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            {
                await gzip.WriteAsync(plain);
            }

            return new Document(plain, buffer.ToArray(), new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(plain).AsSpan(0, 8))}\""));
        }

        public async Task WriteAsync(HttpContext context)
        {
            var headers = context.Response.GetTypedHeaders();
            headers.ETag = Tag;
            headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(Tag, useStrongComparison: false)))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var zip = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is null or > 0);
            if (zip)
            {
                context.Response.Headers.ContentEncoding = "gzip";
            }

            var bytes = zip ? Compressed : Plain;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
