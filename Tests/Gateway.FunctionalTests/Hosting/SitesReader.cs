using Gateway.Client;
using Gateway.Contracts;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// A reader of sites whose nodes come and go. The number says which of the three kinds it is: it reads a session of one site at the owner and
/// the edges, or of the other site, or those of both in one stream at the edges.
/// </summary>
internal sealed class SitesReader
{
    private readonly SequenceLog?[] _logs;
    private readonly LoadSession[] _sessions;

    public SitesReader(SiteProcesses sites, int number, LoadSession[] sessions, CancellationToken cancellationToken)
    {
        _sessions = sessions;
        var (site, first) = (number % 3, number / 3);
        _logs = [.. sessions.Select((_, index) => site == index || site == sessions.Length ? new SequenceLog() : null)];
        Reading = site < sessions.Length
            ? ReadAsync(sites.Connect(site, first), sessions[site].Session.Id, _logs[site]!, cancellationToken)
            : ReadAsync(sites.ConnectToEdges(first), cancellationToken);
    }

    /// <summary>Ends when reading is cancelled; fails when an event is missing, repeated or out of order.</summary>
    public Task Reading { get; }

    /// <summary>Whether it knows where each of its sessions begins, or has failed.</summary>
    public bool HasBegun => Reading.IsFaulted || HasReached([0, 0]);

    public long Missed => _logs.Sum(log => log?.Missed ?? 0);

    /// <param name="latest">A position for each session.</param>
    public bool HasReached(IReadOnlyList<long> latest) => _logs.Select((log, index) => log is null || log.Position >= latest[index]).All(reached => reached);

    public override string ToString() => string.Join(" and ", _logs.Select(log => log is null ? "not read" : $"{log.Position}"));

    private static async Task ReadAsync(GatewayClient client, string sessionId, SequenceLog log, CancellationToken cancellationToken)
    {
        await using var owned = client;
        await log.ReadAsync(client.Session(sessionId).EventsAsync(new StreamRequest { ResumeAfter = 0 }, cancellationToken: cancellationToken), cancellationToken);
    }

    private async Task ReadAsync(GatewayClient client, CancellationToken cancellationToken)
    {
        await using var owned = client;
        try
        {
            await foreach (var item in client.EventsAsync(new MultiSessionRequest { SessionIds = [.. _sessions.Select(load => load.Session.Id)] }, cancellationToken: cancellationToken))
            {
                Take(item);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }

    private void Take(MultiSessionItem item)
    {
        switch (item)
        {
            case JoinedItem joined:
                LogOf(joined.Session.SessionId).Begin(joined.ResumedAfter);
                break;
            case RoutedItem routed:
                LogOf(routed.SessionId).Take(routed.Item);
                break;
        }
    }

    private SequenceLog LogOf(string sessionId) => _logs[Array.FindIndex(_sessions, load => load.Session.Id == sessionId)]!;
}
