using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// The alarms and the log of their transitions, for the entry points of clients. It shows a caller only the alarms that the caller may
/// see: those whose <c>InAlarm</c> item it may read, if it reaches the monitor's session. Requests are checked here.
/// </summary>
internal interface IAlarmFeed
{
    /// <summary>Completes when the log is open.</summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    Task WaitUntilOpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Registers a reader and decides where it begins, in one step. When the caller's rights change, an <c>access</c> item and a snapshot
    /// follow where they differ.
    /// </summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>Unsupported</c> or <c>TooManySubscribers</c>.</exception>
    ILiveReader<AlarmItem> Open(AlarmRequest request, Caller caller);

    /// <summary>
    /// The alarms that the request's filter selects, as they are now. Without <see cref="AlarmRequest.States"/>: all that are not normal.
    /// </summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>Unsupported</c>.</exception>
    AlarmsNow Now(AlarmRequest request, Caller caller);

    /// <summary>Transitions after the request's position, oldest first, at most <paramref name="limit"/>.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>Unsupported</c> or <c>FeedUnavailable</c>.</exception>
    AlarmPage Page(AlarmRequest request, Caller caller, int limit);
}
