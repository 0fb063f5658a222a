using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Front.Api;

internal static class HttpCallerExtensions
{
    /// <exception cref="GatewayException"><c>Unauthenticated</c>.</exception>
    public static Caller DemandCaller(this HttpContext context) =>
        context.User.ToCaller() ?? throw new GatewayException(GatewayErrorCode.Unauthenticated, "A valid token is needed.");

    public static string? RemoteAddress(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
