namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>The addresses at which the authority is asked.</summary>
internal static class OutsideAddress
{
    private const string MetadataPath = "/.well-known/openid-configuration";

    public static bool IsAllowed(string? address, bool allowHttp) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (allowHttp || uri.IsLoopback)));

    /// <summary>The address of the metadata. Without an authority the result is not an allowed address.</summary>
    public static string MetadataOf(OutsideIssuerOptions options) => options.Authority?.TrimEnd('/') + MetadataPath;

    /// <summary>The issuer exactly as its tokens spell it. The comparison is case-sensitive.</summary>
    public static string IssuerOf(OutsideIssuerOptions options) => string.IsNullOrEmpty(options.Issuer) ? options.Authority! : options.Issuer;
}
