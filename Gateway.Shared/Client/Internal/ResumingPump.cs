using System.Threading.Channels;
using Gateway.Errors;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Client.Internal;

/// <summary>
/// Hop 6. Moves a hub stream into a buffer, subscribing again from the position after every interruption. Never waits with an
/// item of SignalR's unread, because SignalR's channel is unbounded: when the buffer is full, the pump cancels the subscription instead.
/// </summary>
/// <param name="client">Whose connection is used.</param>
/// <param name="method">The hub method.</param>
internal abstract class ResumingPump<TItem>(GatewayClient client, string method)
{
    /// <summary>Interruptions in a row without anything new in between.</summary>
    private int _fruitless;

    private int _subscriptions;
    private bool _violated;
    private int? _retryAfterMs;

    /// <summary>Subscriptions the server answered, without the first. Safe on any thread.</summary>
    public int Resumes => Math.Max(Volatile.Read(ref _subscriptions) - 1, 0);

    /// <summary>The stream's name in the log.</summary>
    protected abstract string Name { get; }

    /// <summary>What the next subscription asks for.</summary>
    protected abstract object?[] Arguments { get; }

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

            Complete(null);
        }
        catch (OperationCanceledException) when (client.Closing.IsCancellationRequested)
        {
            Complete(new ObjectDisposedException(nameof(GatewayClient)));
        }
        catch (Exception error)
        {
            Complete(error);
        }
    }

    /// <summary>A new subscription begins.</summary>
    protected abstract void Restart();

    /// <summary>Takes the next item; null to go on.</summary>
    protected abstract Interruption? Take(TItem received);

    /// <summary>Completes once the reader has made enough room to go on after <see cref="Interruption.Paused"/>.</summary>
    protected abstract Task WaitForRoomAsync(CancellationToken cancellationToken);

    /// <summary>Ends the buffer.</summary>
    protected abstract void Complete(Exception? failure);

    /// <summary>Something new came.</summary>
    /// <param name="isStart">The item is <c>started</c>: the subscription was answered, which is not progress yet.</param>
    protected void NoteProgress(bool isStart)
    {
        if (isStart)
        {
            Interlocked.Increment(ref _subscriptions);
        }
        else
        {
            _fruitless = 0;
            _violated = false;
        }
    }

    /// <summary>The server broke the contract. The first time in a row is tolerated.</summary>
    /// <exception cref="GatewayException">It was the second time.</exception>
    protected Interruption Tolerate(string violation)
    {
        if (_violated)
        {
            throw new GatewayException(GatewayErrorCode.Internal, $"The stream broke its contract twice. {violation}");
        }

        ClientLog.StreamViolation(client.Logger, Name, violation);
        _violated = true;
        return Interruption.Violated;
    }

    private async Task<Interruption> SubscribeAsync(CancellationToken cancellationToken)
    {
        await client.ConnectAsync(cancellationToken);
        var connection = client.ConnectionNumber;
        Restart();

        // Cancelling it, also on the way out, is what ends the server's side of the stream.
        using var subscription = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var items = await client.Connection.StreamAsChannelCoreAsync<TItem>(method, Arguments, subscription.Token);
            return await ReadAsync(items, cancellationToken);
        }
        catch (MessageLimitUnknownException)
        {
            await client.LearnLimitAsync(cancellationToken);
            return Interruption.Lost;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not GatewayException)
        {
            ClientLog.StreamInterrupted(client.Logger, Name, error);
            return await InterruptionOfAsync(error, connection);
        }
        finally
        {
            await subscription.CancelAsync();
        }
    }

    private async Task<Interruption> ReadAsync(ChannelReader<TItem> items, CancellationToken cancellationToken)
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

    /// <summary>Throws the error when trying again cannot help.</summary>
    private async Task<Interruption> InterruptionOfAsync(Exception error, int connection)
    {
        if (HubErrors.CodeOf(error) is { } coded)
        {
            var isLeft = coded.Code == GatewayErrorCode.GatewayStopping && await client.ChangeOverAsync(connection);
            _retryAfterMs = coded.Duty != ErrorDuty.RetryWithResume ? throw coded : isLeft ? null : coded.RetryAfterMs;
            return Interruption.Lost;
        }

        return HubErrors.IsConnectionLoss(error) ? Interruption.Lost : throw HubErrors.Uncoded(error);
    }

    private async Task PrepareToResumeAsync(Interruption interruption, CancellationToken cancellationToken)
    {
        if (interruption == Interruption.Paused)
        {
            await WaitForRoomAsync(cancellationToken);
            return;
        }

        // After progress the pump waits only when the server asks for it, because connecting has its own backoff.
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
