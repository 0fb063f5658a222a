using Gateway.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Primitives;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Finds the token of a request: the Authorization header anywhere; on the hub's path, and no other, also the WebSocket
/// sub-protocol entry <c>bearer.&lt;token&gt;</c>, which browsers can send and which is in no address, and the query parameter
/// <c>access_token</c>, which unmodified clients send. The first of these that is there is the one that counts: a bad one is not
/// rescued by another, and one given twice is none.
/// </summary>
internal static class RequestToken
{
    public const string SubProtocolPrefix = "bearer.";

    private const string QueryParameter = "access_token";
    private const string Scheme = "Bearer ";

    /// <summary>Hands the token to the bearer handler.</summary>
    public static Task AcceptAsync(MessageReceivedContext context)
    {
        context.Token = FromHeader(context.Request) ?? FromHubRequest(context.Request);
        return Task.CompletedTask;
    }

    /// <summary>Null without the header; empty when the header is not a bearer token, or not one.</summary>
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
            : request.Query[QueryParameter] is [{ Length: > 0 } token] ? token : null;
    }

    private static string[] FromSubProtocols(StringValues header) =>
        [.. header.SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .Where(entry => entry.StartsWith(SubProtocolPrefix, StringComparison.Ordinal))
            .Select(entry => entry[SubProtocolPrefix.Length..])];
}
