namespace Gateway.Web.Front.Hardening;

/// <summary>
/// Security headers. The page may use only its own scripts (one of them as a shared worker), styles and images, and connections to the gateway. Inline styles are not
/// allowed; chart libraries set styles through the object model, which the policy does not restrict.
/// </summary>
internal static class SecurityHeaders
{
    // The schemes ws: and wss: are listed because 'self' includes WebSockets only in newer browsers.
    public const string ContentSecurityPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "
        + "object-src 'none'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static Task Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return Task.CompletedTask;
    }
}
