using Gateway.Errors;

namespace Gateway.Web.Front.Api;

internal static class ApiPaging
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static int Limit(int? asked, int standard, int max) => asked switch
    {
        null => standard,
        >= 1 when asked <= max => asked.Value,
        _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, $"limit must be from 1 to {max}."),
    };
}
