using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>One overview of a hub client: what its items amount to so far.</summary>
internal sealed class HubOverview : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<OverviewItem> _items;

    public HubOverview(HubConnection connection, OverviewRequest? request = null) =>
        _items = connection.StreamAsync<OverviewItem>(HubContract.StreamOverview, request ?? new OverviewRequest(), _stop.Token).GetAsyncEnumerator();

    public Dictionary<string, OverviewSession> Sessions { get; } = [];

    public Dictionary<string, SessionLoad> SessionLoads { get; } = [];

    public Dictionary<string, OverviewReader> Readers { get; } = [];

    public Dictionary<string, ReaderLoad> ReaderLoads { get; } = [];

    public List<OverviewFault> Faults { get; } = [];

    public OverviewProcess? Process { get; private set; }

    public IReadOnlyList<HealthResult> Health { get; private set; } = [];

    /// <summary>The next item, which is taken into account.</summary>
    public async Task<OverviewItem> NextAsync(string phase = "an item of the overview")
    {
        try
        {
            Assert.True(await _items.MoveNextAsync().AsTask().WithTimeout(phase), "The stream ended.");
        }
        catch (HubException error)
        {
            throw GatewayException.FromWireMessage(error.Message)!;
        }

        Apply(_items.Current);
        return _items.Current;
    }

    /// <summary>Reads the whole, whose first item is the next one.</summary>
    public async Task<HubOverview> WholeAsync()
    {
        Assert.IsType<OverviewWholeItem>(await NextAsync("the whole"));
        while (await NextAsync("the rest of the whole") is not OverviewCompleteItem)
        {
            // Further rows.
        }

        return this;
    }

    public async Task UntilAsync(Func<HubOverview, bool> holds, string phase)
    {
        while (!holds(this))
        {
            await NextAsync(phase);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _items.DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // The stream was running.
        }

        _stop.Dispose();
    }

    private void Apply(OverviewItem item)
    {
        switch (item)
        {
            case OverviewWholeItem whole:
                Sessions.Clear();
                SessionLoads.Clear();
                Readers.Clear();
                ReaderLoads.Clear();
                Faults.Clear();
                (Process, Health) = (null, []);
                Apply(whole.Status);
                break;
            case OverviewChangesItem changes:
                foreach (var id in changes.RemovedSessions)
                {
                    Assert.True(Sessions.Remove(id) && SessionLoads.Remove(id), "An unknown session was removed.");
                }

                foreach (var id in changes.RemovedReaders)
                {
                    Assert.True(Readers.Remove(id) && ReaderLoads.Remove(id), "An unknown reader was removed.");
                }

                Apply(changes.Changed);
                break;
        }
    }

    private void Apply(GatewayStatus part)
    {
        Process = part.Process ?? Process;
        Health = part.Health.Count > 0 ? part.Health : Health;
        Put(Sessions, part.Sessions, row => row.SessionId);
        Put(SessionLoads, part.SessionLoads, row => row.SessionId);
        Put(Readers, part.Readers, row => row.ReaderId);
        Put(ReaderLoads, part.ReaderLoads, row => row.ReaderId);
        Faults.AddRange(part.Faults);
    }

    private static void Put<T>(Dictionary<string, T> all, IEnumerable<T> rows, Func<T, string> idOf)
    {
        foreach (var row in rows)
        {
            all[idOf(row)] = row;
        }
    }
}
