using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The alarms that stand and then their transitions, read with <c>await foreach</c>. The stream reconnects and resumes by itself and delivers
/// every transition once and in order; where some cannot be delivered, a <c>gap</c> and a snapshot come. A snapshot whose end did not arrive
/// comes again from its beginning. Each resume gives another <c>started</c>. It can be read once, by one reader.
/// </summary>
/// <remarks>
/// <para>
/// The position is null from a gap or changed rights to the end of the snapshot. <see cref="AlarmTable"/> makes a table of the items.
/// </para>
/// <para>
/// Does not end by itself. Throws <see cref="Errors.GatewayException"/> when trying again cannot help: the right to see the alarms
/// is gone, or the server breaks the stream's contract. Throws <see cref="ObjectDisposedException"/> when the client is closed.
/// </para>
/// </remarks>
public sealed class AlarmStream : LogStream<AlarmItem, StreamPosition>
{
    internal AlarmStream(GatewayClient client, AlarmRequest request, CancellationToken cancellationToken)
        : base(new LogPump<AlarmItem, StreamPosition>(client, HubContract.StreamAlarms, "alarms", new AlarmTracker(Checked(request))), cancellationToken)
    {
    }

    // An epoch or a view alone is not a position: the server would refuse it or begin with a snapshot.
    private static AlarmRequest Checked(AlarmRequest request) => request switch
    {
        { Epoch: not null, After: null } => throw new ArgumentException("A position has two parts: set After to its sequence together with Epoch.", nameof(request)),
        { View: not null, After: null } => throw new ArgumentException("A view belongs to a position: set After to its sequence together with View.", nameof(request)),
        _ => request,
    };
}
