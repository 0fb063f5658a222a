using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// Everything that clients may do with alarms. Each call needs its right first and a configured monitor second, so that a gateway
/// without one says so instead of showing no alarms.
/// </summary>
internal sealed class AlarmDesk(IAlarmFeed feed, IAlarmCommands commands, AlarmReach reach, LogReaderRegistry running, TimeProvider time)
{
    /// <summary>The alarms for a hub connection, limited by the connection's current rights.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>Unsupported</c>; later <c>FeedUnavailable</c>,
    /// <c>TooManySubscribers</c>, or the reason why the stream ended.</exception>
    public IAsyncEnumerable<AlarmItem> Open(LiveCaller live, AlarmRequest request, CancellationToken cancellationToken)
    {
        reach.Demand(live.Demand(time.GetUtcNow()));
        AlarmRequestValidator.Check(request);
        return ReadAsync(live, request, cancellationToken);
    }

    /// <inheritdoc cref="IAlarmFeed.Now"/>
    public async Task<AlarmsNow> NowAsync(Caller caller, AlarmRequest request, CancellationToken cancellationToken)
    {
        reach.Demand(caller);
        await feed.WaitUntilOpenAsync(cancellationToken);
        return feed.Now(request, caller);
    }

    /// <inheritdoc cref="IAlarmFeed.Page"/>
    public async Task<AlarmPage> PageAsync(Caller caller, AlarmRequest request, int limit, CancellationToken cancellationToken)
    {
        reach.Demand(caller);
        await feed.WaitUntilOpenAsync(cancellationToken);
        return feed.Page(request, caller, limit);
    }

    /// <inheritdoc cref="IAlarmCommands.AcknowledgeAsync(AcknowledgeAlarmRequest, AlarmOperator, CancellationToken)"/>
    public Task<AlarmCommandResult> AcknowledgeAsync(LiveCaller live, AcknowledgeAlarmRequest request, CancellationToken cancellationToken) =>
        commands.AcknowledgeAsync(request, Demand(live), cancellationToken);

    /// <inheritdoc cref="IAlarmCommands.AcknowledgeAsync(AcknowledgeAlarmsRequest, AlarmOperator, CancellationToken)"/>
    public Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAsync(LiveCaller live, AcknowledgeAlarmsRequest request, CancellationToken cancellationToken) =>
        commands.AcknowledgeAsync(request, Demand(live), cancellationToken);

    /// <inheritdoc cref="IAlarmCommands.ShelveAsync"/>
    public Task<AlarmCommandResult> ShelveAsync(LiveCaller live, ShelveAlarmRequest request, CancellationToken cancellationToken) =>
        commands.ShelveAsync(request, Demand(live), cancellationToken);

    private async IAsyncEnumerable<AlarmItem> ReadAsync(LiveCaller live, AlarmRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await feed.WaitUntilOpenAsync(cancellationToken);
        using var reader = running.Expect(live, new LogReading(ReaderKind.Alarms, request.Mode, FilterOf(request), request.After));
        // The rights are read again, because a renewal may have come between the call and the first read.
        await foreach (var item in live.ReadAsync(time.GetUtcNow(), caller => Start(caller, request, reader), cancellationToken))
        {
            Note(item, reader);
            yield return item;
        }
    }

    private ILiveReader<AlarmItem> Start(Caller caller, AlarmRequest request, RunningLogReader reader)
    {
        var stream = feed.Open(request, caller);
        if (stream is IRunningLog log)
        {
            reader.Begin(log);
        }

        return stream;
    }

    private static void Note(AlarmItem item, RunningLogReader reader)
    {
        switch (item)
        {
            case AlarmTransitionItem transitions:
                reader.Gave(transitions.Transitions.Count);
                break;
            case AlarmGapItem gap:
                reader.Missed(gap.Reason, gap.RequestedAfter);
                break;
            default:
                break;
        }
    }

    private static string? FilterOf(AlarmRequest request)
    {
        var parts = new[]
        {
            request.Areas is { } areas ? string.Join(", ", areas) : null,
            request.References is { } references ? string.Join(", ", references) : null,
            request.PriorityTo is { } priority ? string.Create(CultureInfo.InvariantCulture, $"priority to {priority}") : null,
            request.States is { } states ? string.Join(", ", states) : null,
        };
        var text = string.Join("; ", parts.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private AlarmOperator Demand(LiveCaller live)
    {
        var caller = live.Demand(time.GetUtcNow());
        reach.DemandCommand(caller);
        return new AlarmOperator(caller, live.RemoteAddress);
    }
}
