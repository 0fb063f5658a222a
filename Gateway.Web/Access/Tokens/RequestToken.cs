using Gateway.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Primitives;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Finds the token of a request. Every path accepts the Authorization header. The path of the hub also accepts the WebSocket
/// sub-protocol entry <c>bearer.&lt;token&gt;</c>, which browsers can send without putting the token into an address, and the query
/// parameter <c>access_token</c>, which unmodified clients send; endpoints with <see cref="QueryTokenAllowed"/> accept that parameter too, because
/// a browser's EventSource sends no headers. Only the first of these that is present counts: when it is invalid, or
/// present more than once, the request has no valid token.
/// </summary>
internal static class RequestToken
{
    public const string SubProtocolPrefix = "bearer.";

    private const string QueryParameter = "access_token";
    private const string Scheme = "Bearer ";

    /// <summary>Passes the token to the bearer handler.</summary>
    public static Task AcceptAsync(MessageReceivedContext context)
    {
        context.Token = FromHeader(context.Request) ?? FromHubRequest(context.Request) ?? FromStreamRequest(context.Request);
        return Task.CompletedTask;
    }

    /// <summary>Null without the header; empty when the header occurs more than once or does not contain a bearer token.</summary>
    private static string? FromHeader(HttpRequest request) => request.Headers.Authorization switch
    {
        [] => null,
        [{ } header] when header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => header[Scheme.Length..].Trim(),
        _ => "",
    };

    private static string? FromHubRequest(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(HubContract.Path, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return FromSubProtocols(request.Headers.SecWebSocketProtocol) is [var first, .. var others]
            ? others.Length == 0 ? first : ""
            : FromQuery(request);
    }

    private static string? FromStreamRequest(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryTokenAllowed>() is null ? null : FromQuery(request);

    private static string? FromQuery(HttpRequest request) => request.Query[QueryParameter] is [{ Length: > 0 } token] ? token : null;

    private static string[] FromSubProtocols(StringValues header) =>
        [.. header.SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .Where(entry => entry.StartsWith(SubProtocolPrefix, StringComparison.Ordinal))
            .Select(entry => entry[SubProtocolPrefix.Length..])];
}
