using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Client.Internal;

/// <summary>
/// Hop 6. Moves one session's stream from the hub into the buffer, subscribing again from the position after every
/// interruption. Never waits with an item of SignalR's in hand: its channel has no bound, so what does not fit is left to the
/// server by cancelling the subscription.
/// </summary>
internal sealed class StreamPump(GatewayClient client, string sessionId, StreamRequest request, EventBuffer buffer)
{
    private readonly PositionTracker _tracker = new(request);

    /// <summary>Interruptions in a row without anything new in between.</summary>
    private int _fruitless;

    private bool _violated;
    private int? _retryAfterMs;

    /// <summary>Runs until the stream ends, and ends the buffer with it. Does not throw.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, client.Closing);
            while (await SubscribeAsync(stop.Token) is var interruption && interruption != Interruption.Completed)
            {
                await PrepareToResumeAsync(interruption, stop.Token);
            }

            buffer.Complete(null);
        }
        catch (OperationCanceledException) when (client.Closing.IsCancellationRequested)
        {
            buffer.Complete(new ObjectDisposedException(nameof(GatewayClient)));
        }
        catch (Exception error)
        {
            buffer.Complete(error);
        }
    }

    private async Task<Interruption> SubscribeAsync(CancellationToken cancellationToken)
    {
        await client.ConnectAsync(cancellationToken);
        _tracker.Restart();

        // Cancelling it, also on the way out, is what ends the server's side of the stream.
        using var subscription = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var items = await client.Connection.StreamAsChannelCoreAsync<StreamItem>(
                HubContract.StreamSession, [sessionId, _tracker.Continue(request)], subscription.Token);
            return await ReadAsync(items, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not GatewayException)
        {
            ClientLog.StreamInterrupted(client.Logger, sessionId, error);
            return InterruptionOf(error);
        }
        finally
        {
            await subscription.CancelAsync();
        }
    }

    private async Task<Interruption> ReadAsync(ChannelReader<StreamItem> items, CancellationToken cancellationToken)
    {
        while (await items.WaitToReadAsync(cancellationToken))
        {
            while (items.TryRead(out var item))
            {
                if (Take(item) is { } interruption)
                {
                    return interruption;
                }
            }
        }

        return Interruption.Completed;
    }

    /// <summary>Null to go on.</summary>
    private Interruption? Take(StreamItem received)
    {
        var room = buffer.Room;
        if (room == 0)
        {
            return Interruption.Paused;
        }

        var item = received is EventsItem events ? EventSpan.Slice(events, _tracker.Expected, room) : received;
        if (item is null)
        {
            return null;
        }

        var result = _tracker.Accept(item);
        if (result.Broken is { } violation)
        {
            return Tolerate(violation);
        }

        if (result.Item is { } accepted)
        {
            NoteProgress(accepted);
            buffer.Add(accepted, _tracker.Position);
        }

        return IsCutShort(item, received) ? Interruption.Paused : null;
    }

    private static bool IsCutShort(StreamItem item, StreamItem received) =>
        item is EventsItem part && received is EventsItem whole && part.Last < whole.Last;

    private void NoteProgress(StreamItem accepted)
    {
        if (accepted is EventsItem or SnapshotItem or IdleItem)
        {
            _fruitless = 0;
            _violated = false;
        }
    }

    private Interruption Tolerate(string violation)
    {
        if (_violated)
        {
            throw new GatewayException(GatewayErrorCode.Internal, $"The stream broke its contract twice. {violation}");
        }

        ClientLog.StreamViolation(client.Logger, sessionId, violation);
        _violated = true;
        return Interruption.Violated;
    }

    /// <summary>Throws what trying again cannot help.</summary>
    private Interruption InterruptionOf(Exception error)
    {
        if (HubErrors.CodeOf(error) is { } coded)
        {
            _retryAfterMs = coded.Duty == ErrorDuty.RetryWithResume ? coded.RetryAfterMs : throw coded;
            return Interruption.Lost;
        }

        return HubErrors.IsConnectionLoss(error) ? Interruption.Lost : throw HubErrors.Uncoded(error);
    }

    private async Task PrepareToResumeAsync(Interruption interruption, CancellationToken cancellationToken)
    {
        if (interruption == Interruption.Paused)
        {
            await buffer.WaitForRoomAsync(cancellationToken);
            return;
        }

        // After progress there is no reason to wait, unless the server asks for it: connecting has its own backoff.
        var wait = _fruitless == 0 && _retryAfterMs is null ? TimeSpan.Zero : client.Backoff.Next(_fruitless);
        wait += TimeSpan.FromMilliseconds(_retryAfterMs ?? 0);
        _fruitless++;
        _retryAfterMs = null;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, client.Time, cancellationToken);
        }
    }
}
