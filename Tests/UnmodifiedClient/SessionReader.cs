using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GatewayTypes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace UnmodifiedClient;

/// <summary>Reads a session's stream with Microsoft's client so that no event comes twice and no loss is hidden.</summary>
public static partial class SessionReader
{
    // <resume>
    /// <summary>
    /// Ends when the session is closed. Gives each item and the position after it; store what you make of the two together. Give a connection
    /// for each address of the gateway: when one is lost, the next one goes on.
    /// </summary>
    public static async IAsyncEnumerable<(StreamItem<TEvent> Item, ReadPosition Position)> ReadAsync<TEvent>(
        IReadOnlyList<HubConnection> connections, string sessionId, ReadPosition position, [EnumeratorCancellation] CancellationToken stop = default)
    {
        IAsyncEnumerator<StreamItem<TEvent>>? items = null;
        string? epoch = null;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var turn = 0; ;)
        {
            var connection = connections[turn % connections.Count];
            var isStopping = false;
            try
            {
                if (connection.State == HubConnectionState.Disconnected)
                {
                    await connection.StartAsync(stop);
                }

                items ??= connection.StreamAsync<StreamItem<TEvent>>(
                    "StreamSession", sessionId, new StreamRequest { ResumeAfter = position.Sequence, Epoch = position.Epoch }, stop).GetAsyncEnumerator(stop);
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception error) when (!stop.IsCancellationRequested && MayResume(error))
            {
                // The connection was lost, or the gateway asks to come back: subscribe again from the position.
                items = null;
                isStopping = error.Message.Contains("[GatewayStopping]", StringComparison.Ordinal);
            }

            if (items is null)
            {
                await pause.WaitForNextTickAsync(stop);
                turn += isStopping || connection.State != HubConnectionState.Connected ? 1 : 0;
                continue;
            }

            var item = items.Current;
            epoch = item.Kind == "started" ? item.Epoch : epoch;
            position = item.Kind switch
            {
                "started" => new(position.Epoch ?? item.Epoch, position.Sequence ?? item.ResumedAfter),
                "events" => new(epoch, item.Last),
                "idle" => new(epoch, item.Sequence),
                "gap" => new(epoch, item.Oldest - 1), // What is before this cannot be given: take stock again.
                _ => position,
            };
            yield return (item, position);
        }
    }

    private static bool MayResume(Exception error) => error is not HubException || !ErrorCode().IsMatch(error.Message) || RetryCode().IsMatch(error.Message);

    [GeneratedRegex(@"\[\w+\]")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\[(SlowConsumer|GatewayStopping|TooMany\w+|StartTimedOut|WorkerUnavailable|SessionNotReady|StoreUnavailable|SiteUnavailable)\]")]
    private static partial Regex RetryCode();
    // </resume>
}
