using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Connecting;

/// <summary>The address of a gateway as users write it.</summary>
internal static class GatewayAddress
{
    /// <exception cref="ToolFailure">It is none.</exception>
    public static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : throw new ToolFailure(ExitCodes.Usage, $"'{text}' is not the address of a gateway.", "Write it like http://127.0.0.1:5080, without a name, a query or a fragment.");
}
