using System.Globalization;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Items;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;
using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.CommandLine.Probing;

/// <summary>Whether a session works: its worker answers, and an item has a value.</summary>
/// <param name="access">The gateway and the token.</param>
/// <param name="gateway">The checks of the gateway, which have connected.</param>
/// <param name="wanted">The session, by name or id; null for the usual one.</param>
internal sealed class SessionChecks(GatewayAccess access, GatewayChecks gateway, string? wanted)
{
    private const string ProbeName = "mxgateway probe";
    private const string SimulatorItem = "Load.Rate";
    private const int Rounds = 5;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstValue = TimeSpan.FromSeconds(10);

    private SessionInfo? _info;

    private GatewayClient Client => gateway.Client!;

    private GatewaySession Session => Client.Session(_info!.SessionId);

    public async Task<string> SessionAsync(CancellationToken cancellationToken)
    {
        _info = await SessionChoice.ChooseAsync(Client, access, wanted, cancellationToken);
        return _info.Fault is { } fault
            ? throw new ToolFailure(ExitCodes.Failed, $"The session {_info.Name} ({_info.SessionId}) is faulted: {fault.Code}: {fault.Message}", "Open it again; if it happens again, the gateway's log and 'Gateway.Worker --probe' say why.")
            : $"{_info.Name} ({_info.SessionId}), {_info.Backend}, {_info.State}, {_info.Items} items, {_info.Subscriptions.Count} readers";
    }

    /// <param name="item">The item; null for one that the session has.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<string> ValueAsync(string? item, CancellationToken cancellationToken)
    {
        if (!gateway.MayWrite)
        {
            return await CachedAsync(item, cancellationToken);
        }

        var known = (await Session.GetSessionStateAsync(cancellationToken)).Items;
        var reference = item ?? (known is [var first, ..] ? first.ItemDefinition : null) ?? (_info!.Backend == "simulator" ? SimulatorItem : throw new ProbeSkip("the session has no items; name one with --item"));
        var server = await Session.RegisterAsync(ProbeName, cancellationToken);
        try
        {
            var result = (await Session.ReadBulkAsync(server, [reference], FirstValue, cancellationToken))[0];
            var fault = result.Statuses?.FirstOrDefault(status => status != MxStatus.Good);
            return result is { Value: { } value, Hresult: >= 0 } && fault is null
                ? $"{reference} = {ValueText.Of(value)}, {ValueText.OfQuality(result.Quality)}"
                : throw NoValue(reference, result.Diagnostic ?? (fault is null ? "no answer" : MxStatusText.Of(fault)));
        }
        finally
        {
            using var limit = new CancellationTokenSource(LongestEnd);
            await Session.UnregisterAsync(server, limit.Token);
        }
    }

    public async Task<string> RoundTripAsync(CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var i = 0; i < Rounds; i++)
        {
            times.Add((await RoundAsync(cancellationToken)).TotalMilliseconds);
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{(gateway.MayWrite ? "to the worker" : "to the gateway")} and back in {times.Min():0.0} to {times.Max():0.0} ms, {Rounds} times");
    }

    private async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        if (gateway.MayWrite)
        {
            return await Session.PingAsync(cancellationToken);
        }

        var begin = TimeProvider.System.GetTimestamp();
        await Client.GetLimitsAsync(cancellationToken);
        return TimeProvider.System.GetElapsedTime(begin);
    }

    // A token that may only read sees what the session has.
    private async Task<string> CachedAsync(string? item, CancellationToken cancellationToken)
    {
        using var api = new HttpApi(access.Url, access.Token);
        var query = item is null ? "" : $"?item={Uri.EscapeDataString(item)}";
        var values = (await api.GetAsync<ReadReport>($"api/sessions/{Uri.EscapeDataString(_info!.SessionId)}/values{query}", cancellationToken)).Values;
        return values switch
        {
            [] => throw new ProbeSkip("the session has no values that the token may read"),
            [{ Code: { } code } one, ..] => throw NoValue(one.Item, $"{code}: {one.Message}"),
            [var one, ..] => $"{one.Item} = {ValueText.Of(one.Value)}, {ValueText.OfQuality(one.Quality)}, as the gateway has it",
        };
    }

    private static ToolFailure NoValue(string item, string reason) =>
        new(ExitCodes.NotFound, $"{item} has no value: {reason}.", "Check the reference with Object Viewer, and whether its object is on scan.");
}
