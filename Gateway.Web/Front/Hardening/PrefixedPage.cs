using System.Text.Encodings.Web;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Web.Front.Hardening;

/// <summary>
/// The page below a path of a reverse proxy. The links of its assets are relative, so at <c>/gateway</c>, without a slash at the end, a
/// browser would look for them one level too high. There they are given with the path.
/// </summary>
internal static class PrefixedPage
{
    /// <summary>Must come after the prefix is known, and before the files of the page are served.</summary>
    public static WebApplication UsePrefixedPage(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) => Asks(context.Request) && files.GetFileInfo("index.html") is { Exists: true } page ? WriteAsync(page, context) : next(context));
        return app;
    }

    private static bool Asks(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.PathBase.HasValue && request.Path.Value is "" or "/" or "/index.html";

    private static async Task WriteAsync(IFileInfo page, HttpContext context)
    {
        await using var stream = page.CreateReadStream();
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var prefix = HtmlEncoder.Default.Encode(context.Request.PathBase.ToUriComponent());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.WriteAsync(text.Replace("\"./", $"\"{prefix}/", StringComparison.Ordinal), context.RequestAborted);
    }
}
