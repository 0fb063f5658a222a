using System.CommandLine;
using Gateway.Web.Front.Api;
using Gateway.Web.Hosting.Supervision;

namespace Gateway.Web.Hosting;

/// <summary>
/// <c>Gateway.Web health</c> asks the gateway on this machine whether it can serve, for supervisors that judge by an exit code, such as
/// that of a container. It needs no token and no other program.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "health";

    private const string Description = $"""
        Asks the gateway on this machine for {HealthEndpoints.ReadyPath} and prints the answer. The exit code is 0 when the gateway can serve, and 1 otherwise.
        The address is that of the settings (Urls), as the gateway itself reads them.

        Example: {GatewayCommandLine.Name} {Name} --url http://127.0.0.1:5080
        """;

    private const string DefaultUrl = "http://127.0.0.1:5000";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public static Command Build(TextWriter output, TextWriter errors)
    {
        var url = new Option<string?>("--url") { HelpName = "URL", Description = "The address of the gateway; that of the settings if absent." };
        var contentRoot = new Option<string?>("--contentRoot", "--contentroot") { HelpName = "DIRECTORY", Description = "The directory of the gateway's settings." };
        var command = new Command(Name, Description) { url, contentRoot };
        command.SetAction((parsed, cancellationToken) => StartFaults.GuardAsync(
            () => AskAsync(parsed.GetValue(url) ?? UrlOfSettings(parsed.GetValue(contentRoot)), output, errors, cancellationToken), errors));
        return command;
    }

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    private static async Task<int> AskAsync(string url, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!TryTarget(url, out var target))
        {
            await errors.WriteLineAsync($"'{url}' is not an address such as http://127.0.0.1:5080.");
            return ExitCodes.BadArguments;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        using var http = OwnListener.CreateClient();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            using var response = await http.SendAsync(request, limit.Token);
            await output.WriteLineAsync(await response.Content.ReadAsStringAsync(limit.Token));
            return response.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.NotHealthy;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            var reason = error is HttpRequestException ? error.Message : $"no answer within {TimeLimit.TotalSeconds} s";
            await errors.WriteLineAsync($"The gateway does not answer at {target}: {reason}");
            return ExitCodes.NotHealthy;
        }
    }

    // Several addresses are separated by semicolons; the first one is as good as the others.
    private static bool TryTarget(string url, out Uri target)
    {
        target = new Uri(DefaultUrl);
        try
        {
            target = OwnListener.UriOf(BindingAddress.Parse(url.Split(';')[0].Trim()), HealthEndpoints.ReadyPath);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string UrlOfSettings(string? contentRoot)
    {
        var settings = OfflineSettings.CreateBuilder(contentRoot).Configuration;
        var endpoint = settings.GetSection("Kestrel:Endpoints").GetChildren().Select(child => child["Url"]).FirstOrDefault(url => url is not null);
        return endpoint ?? settings["Urls"] ?? settings["ASPNETCORE_URLS"] ?? DefaultUrl;
    }
}
