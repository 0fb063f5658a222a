using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Streams.Events;

/// <summary>Which mode a reader is in, and what becomes of it when history has moved past it. The reader's, but for what says so.</summary>
internal sealed class ReaderMode(ReaderState state, Subscription subscription, EventDistributor distributor)
{
    private volatile SlowPolicy _onSlow = subscription.Settings.Request.OnSlow;
    private bool _degraded;
    private volatile StreamMode _current = subscription.Settings.Request.Mode;

    /// <summary>Any thread.</summary>
    public StreamMode Current => _current;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _current == StreamMode.Conflate || _onSlow == SlowPolicy.Conflate;

    /// <inheritdoc cref="Subscription.EndsAtOnce"/>
    public bool EndsAtOnce => _current == StreamMode.Lossless && _onSlow == SlowPolicy.EndAtOnce;

    /// <summary>The reader asked for it.</summary>
    public void Change(StreamSettings settings)
    {
        _onSlow = settings.OnSlow;
        Become(settings.Mode, ModeReason.Requested);
    }

    /// <summary>History no longer holds what comes next: degrades the reader, if that is what it asked for.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public void Degrade()
    {
        if (_onSlow != SlowPolicy.Conflate)
        {
            throw SlowConsumerError.HistoryLost(state.Cursor);
        }

        state.SayWhereItStands();
        Become(StreamMode.Conflate, ModeReason.Slow);
        distributor.OnDegraded(subscription);
    }

    /// <summary>Ends the degradation of a reader that is near enough to the latest again. True when it did.</summary>
    public bool TryRecover()
    {
        if (!_degraded || !distributor.IsWithin(state.Cursor, subscription.Settings.Limits.BufferEvents / 2))
        {
            return false;
        }

        state.SayWhereItStands();
        Become(StreamMode.Lossless, ModeReason.Recovered);
        distributor.OnRecovered(subscription);
        return true;
    }

    private void Become(StreamMode mode, ModeReason reason)
    {
        _current = mode;
        _degraded = reason == ModeReason.Slow;
        state.Say(new ModeItem { Mode = mode, Reason = reason, After = state.Cursor });
    }
}
