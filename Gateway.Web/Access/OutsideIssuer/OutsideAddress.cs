namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>Addresses of the authority.</summary>
internal static class OutsideAddress
{
    private const string MetadataPath = "/.well-known/openid-configuration";

    public static bool IsAllowed(string? address, bool allowHttp) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (allowHttp || uri.IsLoopback)));

    /// <summary>No address, and none that is allowed, without an authority.</summary>
    public static string MetadataOf(OutsideIssuerOptions options) => options.Authority?.TrimEnd('/') + MetadataPath;

    /// <summary>The issuer as its tokens spell it. It is compared to the letter.</summary>
    public static string IssuerOf(OutsideIssuerOptions options) => string.IsNullOrEmpty(options.Issuer) ? options.Authority! : options.Issuer;
}
