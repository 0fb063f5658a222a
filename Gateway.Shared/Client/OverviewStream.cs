using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The whole gateway as far as the caller may see it, and then what changes about once a second, read with <c>await foreach</c>. The stream
/// reconnects by itself and then begins again with an <see cref="OverviewWholeItem"/>, which voids what came before. It can be read once, by
/// one reader.
/// </summary>
/// <remarks>
/// Does not end by itself. Throws <see cref="Errors.GatewayException"/> when trying again cannot help, for example when the right to list
/// sessions is gone. Throws <see cref="ObjectDisposedException"/> when the client is closed.
/// </remarks>
public sealed class OverviewStream : ResumableStream<OverviewItem>
{
    private readonly LogPump<OverviewItem, int> _pump;

    internal OverviewStream(GatewayClient client, OverviewRequest request, CancellationToken cancellationToken)
        : this(new LogPump<OverviewItem, int>(client, HubContract.StreamOverview, "overview", new OverviewTracker(request)), cancellationToken)
    {
    }

    private OverviewStream(LogPump<OverviewItem, int> pump, CancellationToken cancellationToken)
        : base(pump, cancellationToken) => _pump = pump;

    private protected override async ValueTask<OverviewItem?> TakeAsync(CancellationToken cancellationToken) =>
        (await _pump.Buffer.TakeAsync(cancellationToken))?.Item;
}
