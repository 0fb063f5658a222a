using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Reads many items anew for the gateway itself. The items are not added to the session.</summary>
internal static class BulkReading
{
    /// <summary>Elements of one bulk command. They run one by one, and nothing else runs meanwhile.</summary>
    private const int AtOnce = 500;

    /// <param name="session">The session that reads.</param>
    /// <param name="server">A registration of the session.</param>
    /// <param name="references">What to read.</param>
    /// <param name="timeoutMs">How long to wait for first values, in milliseconds; null means the worker's default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The results, in the order of the references.</returns>
    /// <exception cref="GatewayException">The session does not answer.</exception>
    public static async Task<IReadOnlyList<MxItemResult>> ReadAsync(
        Session session, int server, IReadOnlyList<string> references, int? timeoutMs, CancellationToken cancellationToken)
    {
        var results = new List<MxItemResult>(references.Count);
        foreach (var chunk in references.Chunk(AtOnce))
        {
            var command = new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = server, ItemDefinitions = chunk, MaxAgeMs = 0, TimeoutMs = timeoutMs };
            results.AddRange((await session.InvokeAsync(command, cancellationToken)).Results ?? []);
        }

        return results.Count == references.Count ? results : throw new GatewayException(GatewayErrorCode.WorkerUnavailable, "The worker did not answer every read.");
    }
}
