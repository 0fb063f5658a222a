using Gateway.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Gateway.Web.Access;

/// <summary>
/// Browsers cannot send a header with a WebSocket, so the hub's path, and no other, takes the token from the query too. A
/// header, when there is one, wins.
/// </summary>
internal static class HubQueryToken
{
    private const string Parameter = "access_token";

    public static Task Accept(MessageReceivedContext context)
    {
        var request = context.Request;
        if (request.Headers.Authorization.Count == 0
            && request.Path.StartsWithSegments(HubContract.Path, StringComparison.OrdinalIgnoreCase)
            && request.Query[Parameter] is [{ Length: > 0 } token])
        {
            context.Token = token;
        }

        return Task.CompletedTask;
    }
}
