using System.Text.RegularExpressions;

namespace Gateway.Web.Access.Live;

/// <summary>The program and the version that a user agent names.</summary>
internal sealed partial record UserAgent(string? Client, string? Version)
{
    private const int MostCharacters = 512;

    public static readonly UserAgent None = new(null, null);

    /// <summary>Reads the header of a client: SignalR's own, a browser's, or any other that begins with <c>program/version</c>.</summary>
    public static UserAgent Of(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return None;
        }

        var text = header.Length > MostCharacters ? header[..MostCharacters] : header;
        return SignalR().Match(text) is { Success: true } signalR ? new($"SignalR {signalR.Groups["runtime"].Value.Trim()}", signalR.Groups["version"].Value)
            : Browser().Match(text) is { Success: true } browser ? new(NameOf(browser.Groups["name"].Value), browser.Groups["version"].Value)
            : Program().Match(text) is { Success: true } program ? new(program.Groups["name"].Value, program.Groups["version"].Value)
            : None;
    }

    private static string NameOf(string product) => product switch
    {
        "Edg" => "Edge",
        "OPR" => "Opera",
        "Version" => "Safari",
        _ => product,
    };

    // Such as: Microsoft SignalR/10.0 (10.0.15+commit; Linux; .NET; .NET 10.0.1)
    [GeneratedRegex(@"^Microsoft SignalR/[\d.]+ \((?<version>[\w.-]{1,40})[^;]*;[^;]*; ?(?<runtime>[\w. ]{1,40});")]
    private static partial Regex SignalR();

    // The first of these names decides: browsers also name those that they resemble, further to the front.
    [GeneratedRegex(@"\b(?<name>Edg|OPR|Firefox|HeadlessChrome|Chrome|Version)/(?<version>[\d.]{1,40})(?!.*\b(?:Edg|OPR|Firefox)/)")]
    private static partial Regex Browser();

    [GeneratedRegex(@"^(?<name>[\w.@-]{1,60})/(?<version>[\w.-]{1,40})")]
    private static partial Regex Program();
}
