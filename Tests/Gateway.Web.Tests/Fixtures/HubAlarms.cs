using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>One stream of alarms of a hub client.</summary>
internal sealed class HubAlarms : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<AlarmItem> _items;

    public HubAlarms(HubConnection connection, AlarmRequest? request = null) =>
        _items = connection.StreamAsync<AlarmItem>(HubContract.StreamAlarms, request ?? new AlarmRequest(), _stop.Token).GetAsyncEnumerator();

    /// <summary>The next item that is not idle.</summary>
    public async Task<T> NextAsync<T>()
        where T : AlarmItem
    {
        do
        {
            Assert.True(await _items.MoveNextAsync().AsTask().WithTimeout($"a {typeof(T).Name}"), "The stream ended.");
        }
        while (_items.Current is AlarmIdleItem);
        return Assert.IsType<T>(_items.Current);
    }

    /// <summary>Reads the snapshot, and returns what stands.</summary>
    public async Task<string[]> SnapshotAsync()
    {
        var standing = new List<string>();
        while (await _items.MoveNextAsync().AsTask().WithTimeout("the snapshot"))
        {
            switch (_items.Current)
            {
                case ActiveAlarmItem { Alarms: var alarms }:
                    standing.AddRange(alarms.Select(alarm => alarm.Reference));
                    break;
                case AlarmSnapshotCompleteItem:
                    return [.. standing];
            }
        }

        return ["ended"];
    }

    /// <summary>Reads until the stream ends with an error, and returns the code of the error.</summary>
    public async Task<GatewayErrorCode?> EndAsync()
    {
        try
        {
            while (await _items.MoveNextAsync().AsTask().WithTimeout("the end of the stream"))
            {
            }

            return null;
        }
        catch (HubException error)
        {
            return GatewayException.FromWireMessage(error.Message)?.Code;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }
}
