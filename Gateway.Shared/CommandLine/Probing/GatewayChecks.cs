using System.Globalization;
using System.Net;
using System.Text.Json;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Probing;

/// <summary>Whether a gateway answers, is healthy, and lets the caller in.</summary>
/// <param name="access">The gateway and the token.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayChecks(GatewayAccess access, TimeProvider time) : IAsyncDisposable
{
    private const string Admin = "admin";
    private const string Write = "sessions:write";

    private static readonly TimeSpan NoticeableClock = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SoonExpired = TimeSpan.FromHours(1);

    private CallerFacts? _caller;

    /// <summary>The client; there after <see cref="HubAsync"/>.</summary>
    public GatewayClient? Client { get; private set; }

    public bool MayWrite => _caller?.Scopes.Any(scope => scope is Admin or Write) == true;

    public async Task<string> HealthAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = access.Url, MaxResponseContentBufferSize = 1024 * 1024 };
        try
        {
            using var response = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var (status, bad) = Read(body) ?? throw new ToolFailure(
                ExitCodes.Unreachable, $"What answers is not a gateway: HTTP {(int)response.StatusCode}.", "Correct the address, or what the proxy does with it.");
            return response.StatusCode == HttpStatusCode.OK
                ? $"{status}{(bad.Length == 0 ? "" : $": {bad}")}{ClockOf(response)}"
                : throw new ToolFailure(ExitCodes.Unreachable, $"The gateway is {status}: {bad}.", "Its log has the reason; troubleshooting.md lists the checks.");
        }
        catch (HttpRequestException error)
        {
            throw new ToolFailure(
                ExitCodes.Unreachable, $"No HTTP answer: {(error.InnerException ?? error).Message}", "Is something else than the gateway on this port, or a proxy between?", error);
        }
    }

    public async Task<string> LoginAsync(CancellationToken cancellationToken)
    {
        using var api = new HttpApi(access.Url, access.Token);
        _caller = await api.GetAsync<CallerFacts>(CallerFacts.Path, cancellationToken);
        var left = _caller.ExpiresAt - time.GetUtcNow().UtcDateTime;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_caller.Subject}, {string.Join(" ", _caller.Scopes)}{Tags()}, until {_caller.ExpiresAt:u}{(left < SoonExpired ? $", which is in {Math.Max(left.TotalMinutes, 0):0} minutes" : "")}");
    }

    public async Task<string> HubAsync(CancellationToken cancellationToken)
    {
        Exception? last = null;
        Client = HubLink.ClientOf(access);
        Client.StateChanged += (_, change) => last = change.Error ?? last;
        try
        {
            await Client.ConnectAsync(cancellationToken);
            var limits = await Client.GetLimitsAsync(cancellationToken);
            return string.Create(CultureInfo.InvariantCulture, $"WebSocket, MessagePack, messages of up to {limits.MaxMessageBytes / 1024} KiB");
        }
        catch (OperationCanceledException) when (last is not null)
        {
            throw new ToolFailure(
                ExitCodes.Unreachable, $"HTTP works and the WebSocket of the hub does not: {last.Message}", "A proxy between must let WebSockets pass (the headers Upgrade and Connection).", last);
        }
    }

    public ValueTask DisposeAsync() => Client?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string Tags() => _caller!.SessionTags.Count == 0 ? "" : $", tags {string.Join(" ", _caller.SessionTags)}";

    private string ClockOf(HttpResponseMessage response) =>
        response.Headers.Date is { } date && (date - time.GetUtcNow()) is var difference && difference.Duration() > NoticeableClock
            ? string.Create(CultureInfo.InvariantCulture, $"; its clock is {Math.Abs(difference.TotalSeconds):0} s {(difference > TimeSpan.Zero ? "ahead of" : "behind")} this machine's")
            : "";

    private static (string Status, string Bad)? Read(string body)
    {
        try
        {
            var json = JsonDocument.Parse(body).RootElement;
            return (json.GetProperty("status").GetString()!, string.Join(", ", json.GetProperty("checks").EnumerateObject()
                .Where(check => check.Value.GetString() != "healthy").Select(check => $"{check.Name} is {check.Value.GetString()}")));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
